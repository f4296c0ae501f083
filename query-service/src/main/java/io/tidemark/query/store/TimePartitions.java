package io.tidemark.query.store;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the partitions that rows need, and remembers which are there. Blocks; for virtual threads. */
@ApplicationScoped
public class TimePartitions {
    static final String NAMES = "names";

    private final Pool pool;
    private final StoreMetrics metrics;
    private final Set<TimePartition.Key> known = ConcurrentHashMap.newKeySet();

    TimePartitions(Pool pool, StoreMetrics metrics) {
        this.pool = pool;
        this.metrics = metrics;
    }

    /**
     * Those of windows, and of the names that their rows use.
     *
     * @param days starts of UTC days
     */
    public void ensure(Collection<Instant> days) {
        for (var day : days) {
            ensure(NAMES, day);
            ensure(Resolution.WINDOW.label(), day);
        }
    }

    /** Those of a rollup that these buckets are in. */
    void ensure(Resolution resolution, Collection<Instant> buckets) {
        buckets.stream()
                .map(bucket -> start(resolution, bucket))
                .distinct()
                .forEach(start -> ensure(resolution.label(), start));
    }

    private void ensure(String resolution, Instant start) {
        var key = new TimePartition.Key(resolution, start);
        if (!known.contains(key)) {
            if (call("SELECT create_time_partition($1, $2)", resolution, start)) {
                metrics.created();
            }
            known.add(key);
        }
    }

    /** Hours and what is longer are cut by months, all others by days, as the database's partition_start() says. */
    private static Instant start(Resolution resolution, Instant instant) {
        return switch (resolution) {
            case WINDOW, MINUTE, TEN_MINUTES -> instant.truncatedTo(ChronoUnit.DAYS);
            case HOUR, SIX_HOURS, DAY ->
                YearMonth.from(instant.atOffset(ZoneOffset.UTC))
                        .atDay(1)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC);
        };
    }

    /** Drops partitions; false if there are none, or rows of them are still to be summed up. */
    boolean drop(String resolution, Instant start) {
        known.remove(new TimePartition.Key(resolution, start));
        boolean dropped = call("SELECT drop_time_partition($1, $2)", resolution, start);
        if (dropped) {
            metrics.dropped();
        }
        return dropped;
    }

    /** Looks anew next time: another process may have dropped one. */
    public void forget() {
        known.clear();
    }

    private boolean call(String function, String resolution, Instant start) {
        return pool.preparedQuery(function)
                .execute(Tuple.of(resolution, start.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getBoolean(0))
                .await()
                .indefinitely();
    }
}
