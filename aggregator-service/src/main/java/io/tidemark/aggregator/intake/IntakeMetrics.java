package io.tidemark.aggregator.intake;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.aggregator.memory.Memory;
import io.tidemark.aggregator.window.Tally;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** What was taken in, and what became of it. */
@ApplicationScoped
class IntakeMetrics {
    private final MeterRegistry registry;
    private final Tally tally;

    IntakeMetrics(MeterRegistry registry) {
        this.registry = registry;
        var lateness = DistributionSummary.builder("tidemark.aggregator.lateness")
                .baseUnit("seconds")
                .description(
                        "Of late flow batches of live nodes: from their window's end to when the broker took them.")
                .serviceLevelObjectives(5, 10, 20, 30, 45, 60, 120, 300, 600, 1800, 3600)
                .register(registry);
        tally = new Tally(millis -> lateness.record(Math.max(0, millis) / 1e3));
        counter("batches", "Flow batches whose flows were taken, late ones included.", tally.batches);
        counter("flows", "Flow records that were taken, late ones included.", tally.flows);
        counter("duplicate.batches", "Flow batches that were there before, and were dropped.", tally.duplicates);
        counter("missing.batches", "Sequence numbers that never came.", tally.gaps);
        counter("late.flows", "Flow records whose window was closed; they come out as a revision.", tally.lateFlows);
        counter(
                "coarse.flows",
                "Flow records that an open window had no room for; they are in all sums, at each point that saw them.",
                tally.coarseFlows);
        counter("reread.batches", "Flow batches read again after a restart, to fill open windows.", tally.reread);
        counter("silent.nodes", "Times that a node fell silent while it was live.", tally.silentNodes);
        closed("true", tally.closedComplete);
        closed("false", tally.closedIncomplete);
    }

    Tally tally() {
        return tally;
    }

    void openWindows(IntSupplier count) {
        Gauge.builder("tidemark.aggregator.open.windows", count, IntSupplier::getAsInt)
                .description("Windows and revisions that are open now, on all partitions.")
                .strongReference(true)
                .register(registry);
    }

    void memory(Memory memory) {
        Gauge.builder("tidemark.aggregator.window.memory", memory, Memory::used)
                .baseUnit("bytes")
                .description("What the open windows hold now, of tidemark.aggregator.max-window-memory.")
                .register(registry);
    }

    void lag(LongSupplier records) {
        Gauge.builder("tidemark.aggregator.lag", records, LongSupplier::getAsLong)
                .baseUnit("records")
                .description("Flow batches in the log that are not in a window yet, on this instance's partitions.")
                .strongReference(true)
                .register(registry);
    }

    void partitions(IntSupplier count) {
        Gauge.builder("tidemark.aggregator.partitions", count, IntSupplier::getAsInt)
                .description("Flow partitions that this instance has now.")
                .strongReference(true)
                .register(registry);
    }

    private void counter(String name, String description, LongAdder source) {
        FunctionCounter.builder("tidemark.aggregator." + name, source, LongAdder::doubleValue)
                .description(description)
                .register(registry);
    }

    private void closed(String complete, LongAdder source) {
        FunctionCounter.builder("tidemark.aggregator.closed.windows", source, LongAdder::doubleValue)
                .description("Windows and revisions that were closed, with or without the marker of every live node.")
                .tag("complete", complete)
                .register(registry);
    }
}
