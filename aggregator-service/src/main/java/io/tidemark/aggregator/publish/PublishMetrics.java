package io.tidemark.aggregator.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** What was published. */
@ApplicationScoped
class PublishMetrics {
    private static final String LIVE = "live";

    private final MeterRegistry registry;
    private final Counter batches;
    private final Counter windows;
    private final Counter bytes;
    private final DistributionSummary freshness;
    private final Timer transactions;
    private final Counter failedTransactions;
    private final Clock clock;

    @Inject
    PublishMetrics(MeterRegistry registry) {
        this(registry, Clock.systemUTC());
    }

    /** @param clock that freshness is measured by */
    PublishMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        batches = Counter.builder("tidemark.aggregator.published.batches")
                .description("Summary batches that the broker has acknowledged.")
                .register(registry);
        windows = Counter.builder("tidemark.aggregator.published.windows")
                .description("Windows and revisions whose rows the broker has acknowledged, counted on each partition.")
                .register(registry);
        bytes = Counter.builder("tidemark.aggregator.published")
                .baseUnit("bytes")
                .description("Summary batches that the broker has acknowledged, before compression.")
                .register(registry);
        transactions = Timer.builder("tidemark.aggregator.transactions")
                .description("Kafka transactions that were committed, and how long they took.")
                .register(registry);
        failedTransactions = Counter.builder("tidemark.aggregator.failed.transactions")
                .description("Kafka transactions that failed; what did not come out was sent again.")
                .register(registry);
        freshness = DistributionSummary.builder("tidemark.aggregator.window.freshness")
                .baseUnit("seconds")
                .description("From the end of a live window to the acknowledgement of its rows.")
                .serviceLevelObjectives(0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 45, 60, 120, 300)
                .register(registry);
    }

    /** Shows the metrics from the start, when nothing has been published yet. */
    void start(@Observes StartupEvent event) {}

    void published(Round round) {
        var now = clock.instant();
        for (var window : round.windows()) {
            windows.increment();
            batches.increment(window.parts().size());
            bytes.increment(
                    window.parts().stream().mapToLong(part -> part.length).sum());
            if (window.group().equals(LIVE)) {
                freshness.record(Math.max(0, secondsSince(window.endNanos(), now)));
            }
        }
        for (var poison : round.poison()) {
            Counter.builder("tidemark.aggregator.poison.records")
                    .description("Records that could not be read and went to the dead-letter topic.")
                    .tag("cause", poison.cause())
                    .register(registry)
                    .increment();
        }
    }

    void transaction(long nanos) {
        transactions.record(nanos, TimeUnit.NANOSECONDS);
    }

    void transactionFailed() {
        failedTransactions.increment();
    }

    private static double secondsSince(long nanos, Instant now) {
        return now.getEpochSecond() - nanos / 1e9 + now.getNano() / 1e9;
    }
}
