package io.tidemark.query.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.tidemark.query.Backends;
import io.tidemark.query.access.Access;
import io.tidemark.query.problem.TooExpensive;
import io.tidemark.query.store.Schema;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A question costs PostgreSQL a bounded time. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class StatementsQuarkusTest {
    @Inject
    Pool pool;

    @Inject
    Schema schema;

    @Test
    void aQuestionThatTakesTooLongIsRefusedAndItsConnectionGoesOn() {
        var statements = new Statements(pool, new Limits(200));

        assertThatThrownBy(() -> sleep(statements, 5))
                .isInstanceOf(TooExpensive.class)
                .hasMessageContaining("200 ms");
        assertThat(sleep(statements, 0)).hasSize(1);
        assertThat(pool.query("SHOW statement_timeout")
                        .execute()
                        .await()
                        .indefinitely()
                        .iterator()
                        .next()
                        .getString(0))
                .isEqualTo("0");
    }

    @Test
    void anAnswerSeesOneStateOfTheStore() {
        pool.query("CREATE TABLE state (n int); GRANT SELECT ON state TO public; INSERT INTO state VALUES (1)")
                .executeAndAwait();
        var before = Tuple.tuple();
        var counts = new Statements(pool, new Limits(5000))
                .read(
                        Access.ALL,
                        reading -> reading.run("SELECT count(*) FROM state", before)
                                .call(() -> pool.query("INSERT INTO state VALUES (2)")
                                        .execute())
                                .flatMap(first -> reading.run("SELECT count(*) FROM state", before)
                                        .map(second -> List.of(count(first), count(second)))))
                .await()
                .indefinitely();
        pool.query("DROP TABLE state").executeAndAwait();

        assertThat(counts).containsExactly(1L, 1L);
    }

    @Test
    void nothingIsReadThatCouldNotBeHeldToWhatMayBeSeenAndNoConnectionIsLost() {
        var refused = new Statements(pool, new Limits(-1)); // PostgreSQL knows no such time
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> sleep(refused, 0))
                    .isInstanceOf(PgException.class)
                    .hasMessageContaining("timeout");
            assertThatThrownBy(() -> new Statements(pool, new Limits(200))
                            .read(Access.ALL, _ -> {
                                throw new IllegalArgumentException("no answer");
                            })
                            .await()
                            .indefinitely())
                    .hasMessage("no answer");
        }

        assertThat(sleep(new Statements(pool, new Limits(200)), 0)).hasSize(1);
    }

    @Test
    void whatAnAnswerCountsOnIsNotDroppedMeanwhile() {
        schema.awaitMigrated();
        pool.query("SELECT create_time_partition('10s', '2002-01-01T00:00:00Z')")
                .executeAndAwait();

        var dropped = new Statements(pool, new Limits(10_000))
                .read(
                        Access.ALL,
                        reading -> reading.run("SELECT 1", Tuple.tuple()) // it has begun
                                .flatMap(_ -> drop())
                                .onItemOrFailure()
                                .transform((_, refused) -> refused.getMessage()));

        assertThat(dropped.await().indefinitely()).contains("lock timeout");
        assertThat(drop().await().indefinitely()).isTrue();
    }

    private Uni<Boolean> drop() {
        return pool.query("SELECT drop_time_partition('10s', '2002-01-01T00:00:00Z')")
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static long count(RowSet<Row> rows) {
        return rows.iterator().next().getLong(0);
    }

    private static RowSet<Row> sleep(Statements statements, double seconds) {
        return statements
                .read(Access.NOTHING, reading -> reading.run("SELECT pg_sleep($1)", Tuple.of(seconds)))
                .await()
                .indefinitely();
    }

    private record Limits(int millis) implements RangeConfig {
        @Override
        public int maxPoints() {
            return 400;
        }

        @Override
        public long maxRows() {
            return 1;
        }

        @Override
        public int maxSketches() {
            return 1000;
        }

        @Override
        public Duration timeout() {
            return Duration.ofMillis(millis);
        }

        @Override
        public Duration defaultRange() {
            return Duration.ofHours(1);
        }
    }
}
