package io.tidemark.query.store;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the partitions that rows need, and remembers which are there. Blocks; for virtual threads. */
@ApplicationScoped
public class TimePartitions {
    private final Pool pool;
    private final StoreMetrics metrics;
    private final Set<Instant> known = ConcurrentHashMap.newKeySet();

    TimePartitions(Pool pool, StoreMetrics metrics) {
        this.pool = pool;
        this.metrics = metrics;
    }

    /** @param days starts of UTC days */
    public void ensure(Collection<Instant> days) {
        for (var day : days) {
            if (!known.contains(day)) {
                boolean created = call("SELECT create_time_partition($1)", day);
                if (created) {
                    metrics.created();
                }
                known.add(day);
            }
        }
    }

    /** Drops the partitions of a day; false if there were none. */
    boolean drop(Instant day) {
        known.remove(day);
        boolean dropped = call("SELECT drop_time_partition($1)", day);
        if (dropped) {
            metrics.dropped();
        }
        return dropped;
    }

    /** Looks anew next time: another process may have dropped one. */
    public void forget() {
        known.clear();
    }

    private boolean call(String function, Instant day) {
        return pool.preparedQuery(function)
                .execute(Tuple.of(day.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getBoolean(0))
                .await()
                .indefinitely();
    }
}
