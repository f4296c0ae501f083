package io.tidemark.query.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tidemark.query.Backends;
import io.tidemark.query.problem.TooExpensive;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A question costs PostgreSQL a bounded time. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class StatementsQuarkusTest {
    @Inject
    Pool pool;

    @Test
    void aQuestionThatTakesTooLongIsRefusedAndItsConnectionGoesOn() {
        var statements = new Statements(pool, new Limits());

        assertThatThrownBy(() -> statements.run(sleeping(5)).await().indefinitely())
                .isInstanceOf(TooExpensive.class)
                .hasMessageContaining("200 ms");
        assertThat(statements.run(sleeping(0)).await().indefinitely()).hasSize(1);
        assertThat(pool.query("SHOW statement_timeout")
                        .execute()
                        .await()
                        .indefinitely()
                        .iterator()
                        .next()
                        .getString(0))
                .isEqualTo("0");
    }

    private static Sql sleeping(double seconds) {
        var sql = new Range(Instant.EPOCH, Instant.EPOCH, List.of()).sql();
        return sql.add("SELECT pg_sleep(" + sql.bind(seconds) + ") WHERE "
                + sql.windows().replace("window_start", "now()") + " OR true");
    }

    private record Limits() implements RangeConfig {
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
            return Duration.ofMillis(200);
        }

        @Override
        public Duration defaultRange() {
            return Duration.ofHours(1);
        }
    }
}
