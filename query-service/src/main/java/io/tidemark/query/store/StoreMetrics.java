package io.tidemark.query.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What the store counts. */
@ApplicationScoped
class StoreMetrics {
    private final Counter created;
    private final Counter dropped;
    private final Counter rollupErrors;
    private final Timer rollup;
    private final Map<Resolution, Counter> buckets = new EnumMap<>(Resolution.class);

    StoreMetrics(MeterRegistry registry) {
        created = Counter.builder("tidemark.query.partitions.created")
                .description("Days and months that partitions were made for")
                .register(registry);
        dropped = Counter.builder("tidemark.query.partitions.dropped")
                .description("Days and months whose partitions were dropped because they are past their retention")
                .register(registry);
        rollupErrors = Counter.builder("tidemark.query.rollup.errors")
                .description("Times that rows could not be summed up over time; each was tried again")
                .register(registry);
        rollup = Timer.builder("tidemark.query.rollup")
                .description("Time to sum up some buckets, commit included")
                .register(registry);
        for (var resolution : Resolution.OF_BUCKETS) {
            buckets.put(
                    resolution,
                    Counter.builder("tidemark.query.rollup.buckets")
                            .description("Buckets that were summed up, each of a source, again after each change")
                            .tag("resolution", resolution.label())
                            .register(registry));
        }
    }

    void created() {
        created.increment();
    }

    void dropped() {
        dropped.increment();
    }

    void rolledUp(Resolution resolution, int count, Duration time) {
        if (count > 0) {
            buckets.get(resolution).increment(count);
            rollup.record(time);
        }
    }

    void rollupFailed() {
        rollupErrors.increment();
    }
}
