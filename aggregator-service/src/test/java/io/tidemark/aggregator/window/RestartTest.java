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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The heart of it: whoever reads the same log publishes the same rows under the same keys, wherever it was stopped. */
class RestartTest {
    private static final WindowLimits LIMITS = new WindowLimits(30_000, 6);
    private static final GrainLimits GRAINS = new GrainLimits(3, 8, 2, 5, 9);

    /** A record of the log. */
    private record Entry(long millis, FlowBatch batch) {}

    @Property(tries = 400)
    void stoppedAnywhereItPublishesWhatItWouldHavePublishedUndisturbed(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int nodes, @ForAll @IntRange(max = 6) int kills) {
        var log = log(new Random(seed), nodes);
        var undisturbed = new TreeMap<String, List<String>>();
        run(log, new Random(seed), 0, undisturbed);

        var disturbed = new TreeMap<String, List<String>>();
        run(log, new Random(seed + 1), kills, disturbed);

        assertThat(disturbed).isEqualTo(undisturbed);
    }

    @Property(tries = 200)
    void everyFlowIsInExactlyOneRevisionHoweverTheNodesInterleave(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int nodes) {
        var log = log(new Random(seed), nodes);
        var seen = new java.util.HashSet<List<Object>>();
        long sent = 0;
        for (var entry : log) {
            var b = entry.batch();
            if (seen.add(List.of(b.getNode(), b.getEpoch(), b.getSequence()))) {
                sent += b.getFlows().length();
            }
        }
        var windows = new PartitionWindows(LIMITS, GRAINS, new Tally(), Memory.unbounded());
        for (int offset = 0; offset < log.size(); offset++) {
            windows.add(offset, log.get(offset).millis(), log.get(offset).batch());
        }
        windows.advance(Long.MAX_VALUE / 2);

        var closed = windows.takeClosed();

        assertThat(closed.stream().mapToLong(window -> window.grains().flows()).sum())
                .isEqualTo(sent);
        assertThat(windows.openWindows()).isZero();
    }

    /**
     * Reads the log to its end. A kill comes between publishing and committing or after it, at any record: what was in memory is
     * gone, the last commit is what there is.
     */
    private static void run(List<Entry> log, Random random, int kills, Map<String, List<String>> published) {
        var kill = new ArrayList<>(IntStream.range(0, kills)
                .map(i -> random.nextInt(log.size()))
                .sorted()
                .boxed()
                .toList());
        var windows = new PartitionWindows(LIMITS, GRAINS, new Tally(), Memory.unbounded());
        long committedOffset = 0;
        String committed = null;
        int offset = 0;
        while (offset < log.size()) {
            int slice = 1 + random.nextInt(5);
            for (; slice > 0 && offset < log.size(); slice--, offset++) {
                windows.add(offset, log.get(offset).millis(), log.get(offset).batch());
            }
            publish(windows, published);
            boolean killed = !kill.isEmpty() && kill.getFirst() < offset;
            if ((!killed || random.nextBoolean()) && !windows.isRereading()) {
                var checkpoint = windows.checkpoint();
                committedOffset = checkpoint.offset();
                committed = CheckpointCodec.encode(checkpoint, 4096, 30_000).orElseThrow();
            }
            if (killed) {
                kill.removeFirst();
                windows = committed == null
                        ? new PartitionWindows(LIMITS, GRAINS, new Tally(), Memory.unbounded())
                        : PartitionWindows.restored(
                                CheckpointCodec.decode(committedOffset, committed)
                                        .orElseThrow(),
                                LIMITS,
                                GRAINS,
                                new Tally(),
                                Memory.unbounded());
                offset = (int) committedOffset;
            }
        }
        windows.advance(Long.MAX_VALUE / 2);
        publish(windows, published);
    }

    /** Last writer wins, as in the database. Parts are compared byte by byte. */
    private static void publish(PartitionWindows windows, Map<String, List<String>> published) {
        var writer = new SummaryWriter(0, Lookup.NONE);
        for (var window : windows.takeClosed()) {
            var key = "%s %d %d".formatted(window.group(), window.startNanos(), window.revision());
            var parts = writer.write(window, 0).stream()
                    .map(HexFormat.of()::formatHex)
                    .toList();
            var before = published.put(key, parts);
            assertThat(before == null ? parts : before).as(key).isEqualTo(parts);
        }
    }

    // ---- a log with everything in it -------------------------------------------------------------------------------

    private static List<Entry> log(Random random, int nodes) {
        var senders = new ArrayList<Sender>();
        for (int i = 0; i < nodes; i++) {
            boolean file = random.nextInt(3) == 0;
            senders.add(new Sender(file ? "f%d#00".formatted(i) : "n" + i, file, random));
        }
        var log = new ArrayList<Entry>();
        long millis = 1_000_000;
        for (int i = 0; i < 60 + random.nextInt(120); i++) {
            millis += random.nextInt(12) == 0 ? random.nextInt(45_000) : random.nextInt(2_500);
            senders.get(random.nextInt(senders.size())).send(millis, log);
        }
        return log;
    }

    /** A capture-service as bad as it can be: windows out of order, restarts, silence, everything sent twice. */
    private static final class Sender {
        private final String name;
        private final boolean file;
        private final Random random;
        private final List<FlowBatch> script = new ArrayList<>();
        private long epoch = 1;
        private long sequence;
        private long window;
        private int at;

        Sender(String name, boolean file, Random random) {
            this.name = name;
            this.file = file;
            this.random = random;
            this.window = file ? -3 : 50;
            if (file) {
                for (int i = 0; i < 25; i++) {
                    script.add(next(i == 24));
                }
            }
        }

        void send(long millis, List<Entry> log) {
            if (file) {
                if (at == script.size() || random.nextInt(25) == 0) {
                    at = 0; // killed and started over, or read once more
                }
                log.add(new Entry(millis, script.get(at++)));
                return;
            }
            int chance = random.nextInt(40);
            if (chance == 0) { // killed, and started again
                epoch++;
                sequence = 0;
            }
            log.add(new Entry(millis, next(chance == 1)));
            if (chance == 1) {
                epoch++;
                sequence = 0;
            }
        }

        private FlowBatch next(boolean goodbye) {
            if (random.nextInt(4) == 0) {
                window++;
            }
            long late = random.nextInt(10) == 0 ? random.nextInt(3) : 0;
            var flows = new Flow[random.nextInt(4)];
            for (int i = 0; i < flows.length; i++) {
                flows[i] = flow(
                        random.nextInt(4),
                        random.nextInt(3),
                        80 + random.nextInt(3),
                        random.nextBoolean() ? 6 : 17,
                        1 + random.nextInt(5));
            }
            var batch = batch(name, epoch, file ? name : "live", sequence++, window - late, flows);
            return goodbye || random.nextInt(3) == 0 ? marked(batch, List.of(flows), goodbye) : batch;
        }
    }
}
