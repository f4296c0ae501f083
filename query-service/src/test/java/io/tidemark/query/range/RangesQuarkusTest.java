package io.tidemark.query.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.tidemark.query.Backends;
import io.tidemark.query.access.Access;
import io.tidemark.query.problem.TooExpensive;
import io.tidemark.query.store.Schema;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is not said is filled in, and what would read too much is refused. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class RangesQuarkusTest {
    private static final Instant MONTH = Instant.parse("2001-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @Inject
    Pool pool;

    @Inject
    Schema schema;

    @BeforeEach
    void aMonthOfThirtyOneThousandConversationsIsThere() {
        schema.awaitMigrated();
        pool.query("""
                        SELECT create_time_partition('1d', '2001-01-01T00:00:00Z');
                        TRUNCATE conversation_1d_20010101;
                        INSERT INTO conversation_1d SELECT '2001-01-12T00:00:00Z', 'ranges', '10.0.0.1', '10.0.0.2', n, 6, false,
                          0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, '2001-01-12T00:00:00Z', '2001-01-12T00:00:00Z'
                          FROM generate_series(1, 31000) n;
                        ANALYZE conversation_1d_20010101""").execute().await().indefinitely();
    }

    @Test
    void aRangeThatHoldsTooManyRowsIsRefused() {
        assertThatThrownBy(() -> range(30_999, asked(MONTH, MONTH.plus(Duration.ofDays(31)))))
                .isInstanceOf(TooExpensive.class)
                .hasMessageContaining("31000 rows");
    }

    @Test
    void aPartOfAMonthHoldsThatPartOfItsRows() {
        var week = range(7_001, asked(MONTH, MONTH.plus(Duration.ofDays(7))));

        assertThat(week.from()).isEqualTo(MONTH);
    }

    @Test
    void theLastHourIsTheDefault() {
        var range = range(1, asked(null, null));

        assertThat(range.from()).isEqualTo(NOW.minus(Duration.ofHours(1)));
        assertThat(range.to()).isEqualTo(NOW);
    }

    @Test
    void aSourceThatIsNotKnownIsLookedForInTheLastHour() {
        var range = range(1, new Asked(null, null, List.of("nobody")));

        assertThat(range.to()).isEqualTo(NOW);
        assertThat(range.sources()).containsExactly("nobody");
    }

    @Test
    void whatIsCompleteIsReadByAPlanThatIsKeptAndNothingElseIs() {
        assumeThat(partitions()).isLessThanOrEqualTo(250);

        var plans = plansOfCoverage();

        assertThat(plans.kept()).isEqualTo(1);
        assertThat(plans.byValues()).isZero();
        assertThat(plans.mode()).isEqualTo("auto");
    }

    @Test
    void aPlanIsNotKeptWhereItWouldLockHundredsOfPartitions() {
        pool.query("INSERT INTO time_partition (resolution, starts, ends) SELECT '1d', t, t + interval '1 month'"
                        + " FROM generate_series(timestamptz '3000-01-01', '3021-01-01', '1 month') t")
                .executeAndAwait();
        try {
            var plans = plansOfCoverage();

            assertThat(plans.kept()).isZero();
            assertThat(plans.byValues()).isEqualTo(1);
        } finally {
            pool.query("DELETE FROM time_partition WHERE starts >= '3000-01-01'")
                    .executeAndAwait();
        }
    }

    /** How often coverage was read by a plan that is kept, and by one of its own; and what holds for the statements after it. */
    private record Plans(long kept, long byValues, String mode) {
        private Plans minus(Plans before) {
            return new Plans(kept - before.kept, byValues - before.byValues, mode);
        }
    }

    private Plans plansOfCoverage() {
        var limits = new RoomyLimits();
        var ranges =
                new Ranges(new Statements(pool, limits), limits, Clock.fixed(NOW, ZoneOffset.UTC), () -> Access.ALL);
        return ranges.over(
                        asked(MONTH.plusSeconds(10), MONTH.plusSeconds(3650)),
                        range -> plans(range)
                                .flatMap(before -> ranges.coverage(range)
                                        .flatMap(_ -> plans(range))
                                        .map(after -> since(before, after))))
                .await()
                .indefinitely();
    }

    /** Statement for statement: the connection closes old ones where new ones need their room. */
    private static Plans since(Map<String, Plans> before, Map<String, Plans> after) {
        var none = new Plans(0, 0, "");
        return after.entrySet().stream()
                .map(each -> each.getValue().minus(before.getOrDefault(each.getKey(), none)))
                .reduce(none, (a, b) -> new Plans(a.kept + b.kept, a.byValues + b.byValues, b.mode));
    }

    /** By the prepared statement's name. */
    private static Uni<Map<String, Plans>> plans(Range range) {
        return range.reading().run("""
                        SELECT name, generic_plans, custom_plans, current_setting('plan_cache_mode')
                        FROM pg_prepared_statements WHERE statement LIKE 'WITH windows AS%'""", Tuple.tuple()).map(rows -> {
            var plans = new HashMap<String, Plans>();
            rows.forEach(
                    row -> plans.put(row.getString(0), new Plans(row.getLong(1), row.getLong(2), row.getString(3))));
            return plans;
        });
    }

    private long partitions() {
        return pool.query("SELECT count(*) FROM time_partition")
                .executeAndAwait()
                .iterator()
                .next()
                .getLong(0);
    }

    private static Asked asked(Instant from, Instant to) {
        return new Asked(from, to, List.of());
    }

    private Range range(long maxRows, Asked asked) {
        var limits = new Limits(maxRows);
        return new Ranges(new Statements(pool, limits), limits, Clock.fixed(NOW, ZoneOffset.UTC), () -> Access.ALL)
                .over(asked, Uni.createFrom()::item)
                .await()
                .indefinitely();
    }

    private record Limits(long maxRows) implements RangeConfig {
        @Override
        public int maxPoints() {
            return 400;
        }

        @Override
        public int maxSketches() {
            return 1000;
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration defaultRange() {
            return Duration.ofHours(1);
        }
    }
}
