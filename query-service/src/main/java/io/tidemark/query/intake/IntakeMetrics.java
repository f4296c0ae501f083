package io.tidemark.query.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** What the intake counts. */
@ApplicationScoped
class IntakeMetrics {
    private final Counter batches;
    private final Counter poison;
    private final Counter storeErrors;
    private final Timer bulk;
    private final Timer freshness;
    private final Timer delay;
    private final Map<Grain, Counter> rows = new EnumMap<>(Grain.class);

    IntakeMetrics(MeterRegistry registry) {
        batches = Counter.builder("tidemark.query.batches")
                .description("Summary batches that are in PostgreSQL, those that were there before too")
                .register(registry);
        poison = Counter.builder("tidemark.query.poison")
                .description("Records that could not be read and went to the dead letters")
                .register(registry);
        storeErrors = Counter.builder("tidemark.query.store.errors")
                .description("Bulks that PostgreSQL did not take at once; each was tried again")
                .register(registry);
        bulk = Timer.builder("tidemark.query.bulk")
                .description("Time to write one bulk, commit included")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
        freshness = Timer.builder("tidemark.query.freshness")
                .description("From the end of a live window to the commit of its rows, on each partition")
                .publishPercentileHistogram()
                .serviceLevelObjectives(Duration.ofSeconds(30)) // the alerts' bound (charts/tidemark/files/alerts.yaml)
                .minimumExpectedValue(Duration.ofMillis(5))
                .maximumExpectedValue(Duration.ofMinutes(10))
                .register(registry);
        delay = Timer.builder("tidemark.query.delay")
                .description("From the closing of a window by the aggregator to the commit of its rows")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(5))
                .maximumExpectedValue(Duration.ofMinutes(10))
                .register(registry);
        for (var grain : Grain.values()) {
            rows.put(
                    grain,
                    Counter.builder("tidemark.query.rows")
                            .description("Rows added or changed in PostgreSQL")
                            .tag("grain", grain.table())
                            .register(registry));
        }
    }

    void written(Bulk written, Map<Grain, Integer> counts, Instant start, Instant end) {
        batches.increment(written.records().size());
        counts.forEach((grain, count) -> rows.get(grain).increment(count));
        bulk.record(Duration.between(start, end));
        for (var closedAt : written.closedAt()) {
            delay.record(since(closedAt, end));
        }
        for (var windowEnd : written.liveEnds()) {
            freshness.record(since(windowEnd, end));
        }
    }

    /** 0 where it is yet to come: a goodbye closes a window before its end, and clocks of machines differ. */
    private static Duration since(Instant then, Instant end) {
        return then.isAfter(end) ? Duration.ZERO : Duration.between(then, end);
    }

    void poison() {
        poison.increment();
    }

    void storeError() {
        storeErrors.increment();
    }
}
