package io.tidemark.aggregator.window;

import static io.tidemark.aggregator.FlowBatches.batch;
import static io.tidemark.aggregator.FlowBatches.flow;
import static io.tidemark.aggregator.FlowBatches.marked;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.aggregator.grain.GrainLimits;
import io.tidemark.aggregator.memory.Memory;
import io.tidemark.aggregator.publish.SummaryWriter;
import io.tidemark.contract.flow.Flow;
import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.summary.SummaryBatch;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.datasketches.hll.HllSketch;
import us.hebi.quickbuf.InvalidProtocolBufferException;

/**
 * Nodes that run ahead of one another, and flows in any order, come to the windows that ordered input comes to. What is in
 * order always is one node's sequence on a partition: the contract says so, and the producer keeps it.
 */
class SkewTest {
    private static final int WINDOWS = 12;
    private static final GrainLimits GRAINS = new GrainLimits(1_000, 1_000, 1_000, 1_000, 1_000);

    @Property(tries = 300)
    void skewedAndShuffledInputClosesTheSameWindowsWithTheSameRowsAsOrderedInput(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int nodes) {
        var random = new Random(seed);
        var flows = flows(random, nodes);

        var ordered = closed(inOrder(scripts(flows, new Random(seed), false)), WINDOWS + 1);
        var skewed = closed(interleaved(scripts(flows, random, true), random), WINDOWS + 1);

        assertThat(skewed).hasSize(WINDOWS).isEqualTo(ordered);
    }

    /** With more skew than windows may be open, windows close early and get revisions; what they add up to is the same. */
    @Property(tries = 300)
    void moreSkewThanThereIsRoomForChangesNothingInTheSumOverAWindowsRevisions(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 5) int nodes,
            @ForAll @IntRange(min = 1, max = 6) int room) {
        var random = new Random(seed);
        var flows = flows(random, nodes);

        var ordered = sums(read(inOrder(scripts(flows, new Random(seed), false)), WINDOWS + 1));
        var skewed = sums(read(interleaved(scripts(flows, random, true), random), room));

        assertThat(skewed).isEqualTo(ordered);
    }

    // ---- what the nodes saw, and how they send it ------------------------------------------------------------------

    /** Flows of each node and window. */
    private static List<List<List<Flow>>> flows(Random random, int nodes) {
        var all = new ArrayList<List<List<Flow>>>();
        for (int node = 0; node < nodes; node++) {
            var windows = new ArrayList<List<Flow>>();
            for (int window = 0; window < WINDOWS; window++) {
                var flows = new ArrayList<Flow>();
                for (int i = random.nextInt(6); i > 0; i--) {
                    int protocol = random.nextBoolean() ? 6 : 17;
                    // one node's clients are its own: of what two nodes saw, dedup counts one, and that is another test
                    flows.add(
                            flow(node * 8 + random.nextInt(8), random.nextInt(3), 80, protocol, 1 + random.nextInt(5)));
                }
                windows.add(flows);
            }
            all.add(windows);
        }
        return all;
    }

    /** The batches of each node, in its sequence; shuffled: the flows of a window in any order, in other batches. */
    private static List<Deque<FlowBatch>> scripts(List<List<List<Flow>>> flows, Random random, boolean shuffled) {
        var scripts = new ArrayList<Deque<FlowBatch>>();
        for (int node = 0; node < flows.size(); node++) {
            var script = new ArrayDeque<FlowBatch>();
            script.add(batch("n" + node, 7, "live", 0, 0)); // a first sign of life, that marks nothing
            for (int window = 0; window < WINDOWS; window++) {
                var left = new ArrayList<>(flows.get(node).get(window));
                var announced = List.copyOf(left);
                if (shuffled) {
                    Collections.shuffle(left, random);
                }
                while (!left.isEmpty()) {
                    var part = left.subList(0, shuffled ? 1 + random.nextInt(left.size()) : 1);
                    script.add(batch("n" + node, 7, "live", script.size(), window, part.toArray(Flow[]::new)));
                    part.clear();
                }
                boolean last = window == WINDOWS - 1;
                script.add(marked(batch("n" + node, 7, "live", script.size(), window), announced, last));
            }
            scripts.add(script);
        }
        return scripts;
    }

    /** Window after window, and in a window node after node; each node is heard before any window closes. */
    private static List<FlowBatch> inOrder(List<Deque<FlowBatch>> scripts) {
        var log = new ArrayList<FlowBatch>();
        scripts.forEach(script -> log.add(script.poll()));
        for (int window = 0; window < WINDOWS; window++) {
            for (var script : scripts) {
                while (!script.isEmpty() && script.peek().getWindowStartNs() <= start(window)) {
                    log.add(script.poll());
                }
            }
        }
        return log;
    }

    /** Any node may be any number of windows ahead of any other. */
    private static List<FlowBatch> interleaved(List<Deque<FlowBatch>> scripts, Random random) {
        var log = new ArrayList<FlowBatch>();
        scripts.forEach(script -> log.add(script.poll()));
        var left = new ArrayList<>(scripts);
        left.removeIf(Deque::isEmpty);
        while (!left.isEmpty()) {
            var script = left.get(random.nextInt(left.size()));
            for (int burst = 1 + random.nextInt(20); burst > 0 && !script.isEmpty(); burst--) {
                log.add(script.poll());
            }
            left.removeIf(Deque::isEmpty);
        }
        return log;
    }

    private static long start(int window) {
        return batch("", 0, "", 0, window).getWindowStartNs();
    }

    // ---- what becomes of it ----------------------------------------------------------------------------------------

    private static List<ClosedWindow> read(List<FlowBatch> log, int room) {
        var windows = new PartitionWindows(new WindowLimits(30_000, room), GRAINS, new Tally(), Memory.unbounded());
        for (int offset = 0; offset < log.size(); offset++) {
            windows.add(offset, 1_000_000 + offset, log.get(offset));
        }
        windows.advance(Long.MAX_VALUE / 2);
        assertThat(windows.openWindows()).isZero();
        return windows.takeClosed();
    }

    /** The rows of each window, byte for byte, in the order of closing; of sketches, which keep an order, what they say. */
    private static List<String> closed(List<FlowBatch> log, int room) {
        var writer = new SummaryWriter(0, Lookup.NONE);
        return read(log, room).stream()
                .map(window -> text(writer.write(window, 0).getFirst()))
                .toList();
    }

    private static String text(byte[] rows) {
        try {
            var summary = SummaryBatch.parseFrom(rows);
            var clients = new StringBuilder();
            for (var application : summary.getApplications()) {
                var sketch = application.getClients();
                clients.append(' ')
                        .append(HllSketch.heapify(
                                        MemorySegment.ofArray(sketch.array()).asSlice(0, sketch.length()))
                                .getEstimate());
                application.clearClients();
            }
            return HexFormat.of().formatHex(summary.toByteArray()) + clients;
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** Flow records of each window, over all its revisions. */
    private static Map<Long, Long> sums(List<ClosedWindow> closed) {
        var sums = new TreeMap<Long, Long>();
        closed.forEach(window -> sums.merge(window.startNanos(), window.grains().flows(), Long::sum));
        return sums;
    }
}
