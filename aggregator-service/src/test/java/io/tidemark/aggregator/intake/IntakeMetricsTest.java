package io.tidemark.aggregator.intake;

import static io.tidemark.aggregator.FlowBatches.LENGTH;
import static io.tidemark.aggregator.FlowBatches.batch;
import static io.tidemark.aggregator.FlowBatches.flow;
import static io.tidemark.aggregator.FlowBatches.marked;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.aggregator.grain.GrainLimits;
import io.tidemark.aggregator.memory.Memory;
import io.tidemark.aggregator.window.WindowLimits;
import io.tidemark.contract.flow.FlowBatch;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class IntakeMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final IntakeMetrics metrics = new IntakeMetrics(registry);
    private final FlowPartition flows = new FlowPartition(
            0,
            0,
            null,
            0,
            new WindowLimits(30_000, 8),
            new GrainLimits(10, 100, 10, 5, 1000),
            Lookup.NONE,
            metrics.tally(),
            Memory.unbounded(),
            Clock.systemUTC(),
            System::nanoTime);
    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();

    @Test
    void tellsWhatWasTakenWhatWasThereBeforeWhatNeverCameAndHowLateTheRestWas() {
        long end = 2 * LENGTH / 1_000_000; // of window 1
        append(end + 500, batch("a", 7, "live", 0, 1, flow(1, 1, 80, 6, 3)));
        append(end + 500, batch("a", 7, "live", 0, 1, flow(1, 1, 80, 6, 3)));
        append(end + 1_000, marked(batch("a", 7, "live", 3, 1), List.of(), false));
        append(end + 7_500, batch("a", 7, "live", 4, 1, flow(2, 1, 80, 6, 3)));

        flows.take(log);

        assertThat(count("batches")).isEqualTo(3);
        assertThat(count("flows")).isEqualTo(2);
        assertThat(count("duplicate.batches")).isOne();
        assertThat(count("missing.batches")).isEqualTo(2);
        assertThat(count("late.flows")).isOne();
        assertThat(count("silent.nodes")).isZero();
        assertThat(registry.get("tidemark.aggregator.closed.windows")
                        .tag("complete", "true")
                        .functionCounter()
                        .count())
                .isOne();
        var lateness = registry.get("tidemark.aggregator.lateness").summary();
        assertThat(lateness.count()).isOne();
        assertThat(lateness.totalAmount()).isEqualTo(7.5);
    }

    @Test
    void gaugesTellWhatIsThereNow() {
        metrics.lag(() -> 7);
        metrics.partitions(() -> 12);
        metrics.openWindows(flows::openWindows);
        append(0, batch("a", 7, "live", 0, 1));

        flows.take(log);

        assertThat(gauge("lag")).isEqualTo(7);
        assertThat(gauge("partitions")).isEqualTo(12);
        assertThat(gauge("open.windows")).isOne();
    }

    @Test
    void everyMetricSaysWhatItIsInASentence() {
        assertThat(registry.getMeters())
                .filteredOn(meter -> !meter.getId().getName().endsWith(".histogram")) // the registry's own, of buckets
                .isNotEmpty()
                .allSatisfy(meter -> assertThat(meter.getId().getDescription()).endsWith("."));
    }

    private void append(long millis, FlowBatch batch) {
        log.add(FlowPartitionTest.record(log.size(), millis, batch.toByteArray()));
    }

    private double count(String counter) {
        return registry.get("tidemark.aggregator." + counter).functionCounter().count();
    }

    private double gauge(String gauge) {
        return registry.get("tidemark.aggregator." + gauge).gauge().value();
    }
}
