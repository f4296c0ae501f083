package io.tidemark.bench.aggregator;

import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.aggregator.grain.GrainLimits;
import io.tidemark.aggregator.intake.FlowPartition;
import io.tidemark.aggregator.memory.Memory;
import io.tidemark.aggregator.window.Tally;
import io.tidemark.aggregator.window.WindowLimits;
import io.tidemark.contract.topic.Topic;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The bytes of flow batches to the bytes of closed windows, one partition after the other, on one thread. Time is per flow;
 * {@code -prof gc} shows the bytes allocated per flow.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(AggregatorBenchmark.FLOWS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 2,
        jvmArgsAppend = {
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseParallelGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xmx1g"
        })
public class AggregatorBenchmark {
    static final int FLOWS = 1_000_000;
    private static final int POLL = 200; // records, as the service asks for
    private static final GrainLimits DEFAULTS = new GrainLimits(200, 100_000, 1000, 10_000, 200_000);

    /** Biflows in each window, on the 12 partitions together. */
    @Param({"10000", "200000"})
    public int flowsPerWindow;

    private final Memory memory = Memory.unbounded();

    private List<List<List<ConsumerRecord<byte[], byte[]>>>> polls;

    @Setup
    public void meter() throws IOException {
        var log = FlowLog.of(FLOWS / flowsPerWindow, flowsPerWindow);
        polls = log.numbers()
                .mapToObj(partition -> polls(partition, log.partitions().get(partition)))
                .toList();
    }

    private static List<List<ConsumerRecord<byte[], byte[]>>> polls(int partition, List<byte[]> values) {
        List<List<ConsumerRecord<byte[], byte[]>>> polls = new ArrayList<>();
        for (int offset = 0; offset < values.size(); offset++) {
            if (offset % POLL == 0) {
                polls.add(new ArrayList<>());
            }
            polls.getLast()
                    .add(new ConsumerRecord<>(Topic.FLOWS.name(), partition, offset, new byte[0], values.get(offset)));
        }
        return polls;
    }

    @Benchmark
    public long closeWindows() {
        long bytes = 0;
        for (int partition = 0; partition < polls.size(); partition++) {
            var flows = new FlowPartition(
                    partition,
                    0,
                    null,
                    Long.MAX_VALUE,
                    new WindowLimits(30_000, 64),
                    DEFAULTS,
                    Lookup.NONE,
                    new Tally(),
                    memory,
                    Clock.systemUTC(),
                    System::nanoTime);
            for (var poll : polls.get(partition)) {
                var round = flows.take(poll);
                if (round.isPresent()) {
                    for (var window : round.get().windows()) {
                        bytes += window.parts().stream()
                                .mapToLong(part -> part.length)
                                .sum();
                    }
                }
            }
        }
        return bytes;
    }
}
