package io.tidemark.query.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tidemark.query.Backends;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A day is kept for the retention, counted from the later of its end and its coming. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class RetentionQuarkusTest {
    private static final Instant DAY = Instant.parse("1999-12-31T00:00:00Z");

    @Inject
    Schema schema;

    @Inject
    TimePartitions partitions;

    @Inject
    StoreConfig config;

    @Inject
    Pool pool;

    @Test
    void anOldDayThatCameLatelyIsKeptAndDroppedWhenItsTimeHasCome() {
        schema.awaitMigrated();
        partitions.ensure(List.of(DAY));
        partitions.forget();
        partitions.ensure(List.of(DAY)); // there already: nothing happens

        at(Instant.now().plus(config.retention()).minus(Duration.ofHours(1))).apply();
        boolean keptBefore = exists();
        at(Instant.now().plus(config.retention()).plus(Duration.ofHours(1))).apply();

        assertThat(keptBefore).isTrue();
        assertThat(exists()).isFalse();
    }

    @Test
    void aDayThatAnotherProcessDroppedIsMadeAgainWhenItIsForgotten() {
        var day = DAY.plus(Duration.ofDays(1));
        schema.awaitMigrated();
        partitions.ensure(List.of(day));
        pool.preparedQuery("SELECT drop_time_partition('10s', $1)")
                .execute(Tuple.of(day.atOffset(ZoneOffset.UTC)))
                .await()
                .indefinitely();

        partitions.forget();
        partitions.ensure(List.of(day));

        assertThat(partitions.drop("10s", day)).isTrue();
    }

    private Retention at(Instant now) {
        return new Retention(schema, partitions, config, Clock.fixed(now, ZoneOffset.UTC));
    }

    private boolean exists() {
        return pool.query("SELECT to_regclass('conversation_19991231') IS NOT NULL")
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0))
                .await()
                .indefinitely();
    }
}
