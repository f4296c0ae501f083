package io.tidemark.query.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** What the store counts. */
@ApplicationScoped
class StoreMetrics {
    private final Counter created;
    private final Counter dropped;

    StoreMetrics(MeterRegistry registry) {
        created = Counter.builder("tidemark.query.partitions.created")
                .description("Days that partitions were made for")
                .register(registry);
        dropped = Counter.builder("tidemark.query.partitions.dropped")
                .description("Days whose partitions were dropped because they are past their retention")
                .register(registry);
    }

    void created() {
        created.increment();
    }

    void dropped() {
        dropped.increment();
    }
}
