package io.tidemark.metering.flow;

import static io.tidemark.contract.flow.EndReason.END_REASON_FORCED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.Frames;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.source.Way;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MeterProperties {
    private static final long SECOND = 1_000_000_000L;

    /** One frame as a source would give it. */
    private record Arrival(int point, long time, byte[] frame) {}

    @Property(tries = 500)
    void theLedgerBalancesWhateverArrives(
            @ForAll @Size(max = 60) List<byte[]> frames, @ForAll @Size(60) List<Long> times) {
        var out = new Recorded();
        var meter = new Meter(new Settings(WindowLength.DEFAULT, SECOND, 16, 0, false), out);

        for (int i = 0; i < frames.size(); i++) {
            give(meter, new Arrival(i & 1, times.get(i), frames.get(i)));
        }
        meter.finish(END_REASON_FORCED);

        long bytes = frames.stream().mapToLong(f -> f.length).sum();
        assertThat(out.total().receivedPackets()).isEqualTo(frames.size());
        assertThat(out.total().receivedBytes()).isEqualTo(bytes);
        assertFlowsAreTheMetered(out);
    }

    @Property(tries = 200)
    void recordsAddUpToTheLedgerOfTheirWindowAlsoWhenTheTableIsFull(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 400) int packets,
            @ForAll @IntRange(min = 16, max = 40) int rows) {
        var out = new Recorded();
        var meter = new Meter(new Settings(WindowLength.DEFAULT, 20 * SECOND, rows, 0, false), out);

        arrivals(seed, packets).forEach(arrival -> give(meter, arrival));
        meter.finish(END_REASON_FORCED);

        assertThat(out.total().receivedPackets()).isEqualTo(packets);
        assertFlowsAreTheMetered(out);
    }

    @Property(tries = 200)
    void cutAtWindowsOrNotTheSumsAreTheSame(@ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int packets) {
        var arrivals = arrivals(seed, packets);

        assertThat(sums(metered(Settings.file(WindowLength.DEFAULT), arrivals), false))
                .isEqualTo(sums(metered(Settings.wholeFile(), arrivals), false));
    }

    @Property(tries = 200)
    void theOrderOfArrivalDoesNotChangeAWindowsSums(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int packets) {
        var inOrder = arrivals(seed, packets);
        var shuffled = new ArrayList<>(inOrder);
        Collections.shuffle(shuffled, new Random(seed));
        var settings = Settings.file(WindowLength.DEFAULT);

        assertThat(sums(metered(settings, shuffled), true)).isEqualTo(sums(metered(settings, inOrder), true));
    }

    @Property(tries = 50)
    void theSameCaptureLeavesInTheSameOrder(@ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int packets) {
        var settings = new Settings(WindowLength.DEFAULT, 20 * SECOND, 24, 0, false);
        var arrivals = arrivals(seed, packets);

        assertThat(metered(settings, arrivals).flows).isEqualTo(metered(settings, arrivals).flows);
    }

    private static Recorded metered(Settings settings, List<Arrival> arrivals) {
        var out = new Recorded();
        var meter = new Meter(settings, out);
        arrivals.forEach(arrival -> give(meter, arrival));
        meter.finish(END_REASON_FORCED);
        assertFlowsAreTheMetered(out);
        return out;
    }

    private static void give(Meter meter, Arrival a) {
        meter.frame(a.point, 1, a.time, MemorySegment.ofArray(a.frame), 0, a.frame.length, a.frame.length, Way.UNKNOWN);
    }

    /** Half a minute of few hosts that talk much, in random order of direction, some of it no IP. */
    private static List<Arrival> arrivals(long seed, int packets) {
        var random = new Random(seed);
        var arrivals = new ArrayList<Arrival>();
        for (int i = 0; i < packets; i++) {
            String a = "10.0.0." + random.nextInt(1, 6);
            String b = "10.0.1." + random.nextInt(1, 6);
            int port = random.nextInt(1000, 1003);
            int size = random.nextInt(50);
            byte[] frame =
                    switch (random.nextInt(5)) {
                        case 0 -> Frames.udpFrame(a, port, b, 53, size);
                        case 1 -> Frames.udpFrame(b, 53, a, port, size);
                        case 2 -> Frames.tcpFrame(a, port, b, 80, random.nextInt(32), random.nextInt(100), size);
                        case 3 -> Frames.tcpFrame(b, 80, a, port, random.nextInt(32), random.nextInt(100), size);
                        default -> Frames.ethernet(0x0806, new byte[28]);
                    };
            arrivals.add(new Arrival(0, i * 30 * SECOND / packets, frame));
        }
        return arrivals;
    }

    /** Packets and frame bytes of each unordered pair of ends, and of each window if asked. */
    private static Map<String, List<Long>> sums(Recorded out, boolean byWindow) {
        var sums = new TreeMap<String, List<Long>>();
        for (Recorded.Flow flow : out.flows) {
            String[] ends = {flow.srcLow() + ":" + flow.srcPort(), flow.dstLow() + ":" + flow.dstPort()};
            Arrays.sort(ends);
            String key = (byWindow ? flow.window() : "") + " " + flow.protocol() + " " + String.join(" ", ends);
            var sum = List.of(flow.allPackets(), flow.allFrameBytes());
            sums.merge(key, sum, (x, y) -> List.of(x.get(0) + y.get(0), x.get(1) + y.get(1)));
        }
        return sums;
    }

    private static void assertFlowsAreTheMetered(Recorded out) {
        var packets = new TreeMap<Long, Long>();
        var bytes = new TreeMap<Long, Long>();
        out.flows.forEach(flow -> packets.merge(flow.window(), flow.allPackets(), Long::sum));
        out.flows.forEach(flow -> bytes.merge(flow.window(), flow.allFrameBytes(), Long::sum));
        var meteredPackets = new TreeMap<Long, Long>();
        var meteredBytes = new TreeMap<Long, Long>();
        for (Recorded.End end : out.ends) {
            for (var ledger : end.ledgers()) {
                if (ledger != null && ledger.meteredPackets() > 0) {
                    meteredPackets.merge(end.window(), ledger.meteredPackets(), Long::sum);
                    meteredBytes.merge(end.window(), ledger.meteredBytes(), Long::sum);
                    assertThat(ledger.droppedPackets(Cause.KERNEL)).isZero();
                }
            }
        }
        assertThat(packets).isEqualTo(meteredPackets);
        assertThat(bytes).isEqualTo(meteredBytes);
    }
}
