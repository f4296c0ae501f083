package io.tidemark.metering.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.flow.Flow;
import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.flow.Initiator;
import io.tidemark.contract.flow.TunnelType;
import io.tidemark.contract.topic.Partitions;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.Frames;
import io.tidemark.metering.flow.Meter;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.source.FrameSource.Point;
import io.tidemark.metering.source.Way;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FlowBatchEncoderTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int PARTITIONS = 4;

    /** A batch as it was sent. */
    private record Sent(int partition, byte[] bytes, FlowBatch batch) {}

    /** Keeps what it gets; refuses batches whose number, counted over all, is given. */
    private static final class Log implements BatchSink {
        final List<Sent> sent = new ArrayList<>();
        private final IntPredicate refuse;
        private int offered;

        Log(IntPredicate refuse) {
            this.refuse = refuse;
        }

        @Override
        public boolean flows(int partition, byte[] batch, int flows) {
            if (refuse.test(offered++)) {
                return false;
            }
            FlowBatch parsed = add(partition, batch, flows);
            assertThat(parsed.hasMarker()).isFalse();
            return true;
        }

        @Override
        public void marker(int partition, byte[] batch, int flows) {
            assertThat(add(partition, batch, flows).hasMarker()).isTrue();
        }

        private FlowBatch add(int partition, byte[] batch, int flows) {
            FlowBatch parsed = parse(batch);
            assertThat(parsed.getFlows().length()).isEqualTo(flows);
            assertThat(parsed.getPartition()).isEqualTo(partition);
            sent.add(new Sent(partition, batch, parsed));
            return parsed;
        }
    }

    @Test
    void aFlowHasAllThatTheRecordHas() {
        var log = new Log(n -> false);
        var meter = meter(log, Settings.file(WindowLength.DEFAULT));
        byte[] inner = Frames.ipv6(6, "fd00::2", "fd00::1", Frames.tcp(443, 50000, Frames.SYN | Frames.ACK, 1, 0));
        byte[] frame =
                Frames.ethernet(0x8100, Frames.tag(7, Frames.IPV4, Frames.ipv4(41, "192.0.2.2", "192.0.2.1", inner)));

        give(meter, 1, -5 * SECOND, frame);
        meter.finish(EndReason.END_REASON_FORCED);

        Flow flow = flows(log).getFirst();
        assertThat(flow.getSrcAddr().toArray()).isEqualTo(Frames.hex("fd000000000000000000000000000001"));
        assertThat(flow.getDstAddr().toArray()).isEqualTo(Frames.hex("fd000000000000000000000000000002"));
        assertThat(flow.getSrcPort()).isEqualTo(50000);
        assertThat(flow.getDstPort()).isEqualTo(443);
        assertThat(flow.getProtocol()).isEqualTo(6);
        assertThat(flow.getPoint()).isEqualTo(1);
        assertThat(flow.getStartNs()).isEqualTo(-5 * SECOND);
        assertThat(flow.getInitiator()).isEqualTo(Initiator.INITIATOR_SEEN);
        assertThat(flow.getEndReason()).isEqualTo(EndReason.END_REASON_FORCED);
        assertThat(flow.getVlan()).isEqualTo(7);
        assertThat(flow.getTunnelType()).isEqualTo(TunnelType.TUNNEL_IPIP);
        assertThat(flow.getTunnelSrcAddr().toArray()).containsExactly(192, 0, 2, 2);
        assertThat(flow.getForward().getPackets()).isZero();
        assertThat(flow.getReverse().getPackets()).isEqualTo(1);
        assertThat(flow.getReverse().getBytes()).isEqualTo(60);
        assertThat(flow.getReverse().getFrameBytes()).isEqualTo(98);
        assertThat(flow.getReverse().getTcpFlags()).isEqualTo(0x12);
        assertThat(flow.getReverse().getTtlMin()).isEqualTo(63);
        assertThat(flow.getSampling()).isEqualTo(1);
        FlowBatch batch = log.sent.stream()
                .filter(s -> s.batch.getFlows().length() > 0)
                .findFirst()
                .orElseThrow()
                .batch;
        assertThat(batch.getNode()).isEqualTo("node-a");
        assertThat(batch.getEpoch()).isEqualTo(42);
        assertThat(batch.getWindowGroup()).isEqualTo("live");
        assertThat(batch.getWindowStartNs()).isEqualTo(-10 * SECOND);
        assertThat(batch.getWindowLengthNs()).isEqualTo(10 * SECOND);
        assertThat(batch.getPoints().get(1).getName()).isEqualTo("eth1");
        assertThat(batch.getPoints().get(1).getIndex()).isEqualTo(3);
    }

    @Test
    void aFlowGoesToThePartitionOfItsHash() {
        var log = new Log(n -> false);
        var meter = meter(log, Settings.file(WindowLength.DEFAULT));
        manyFlows(meter, 0, 200);

        meter.finish(EndReason.END_REASON_FORCED);

        assertThat(flows(log)).hasSize(200);
        for (Sent sent : log.sent) {
            for (Flow flow : sent.batch.getFlows()) {
                assertThat(Partitions.ofHash(hash(flow), PARTITIONS)).isEqualTo(sent.partition);
            }
        }
    }

    @Test
    void everyPartitionGetsAMarkerForEachWindowAndAGoodbyeAndTheLedgerComesLast() {
        var log = new Log(n -> false);
        var meter = meter(log, Settings.file(WindowLength.DEFAULT));
        give(meter, 0, 0, Frames.udpFrame("10.0.0.1", 1, "10.0.0.2", 2, 0));
        give(meter, 0, 1, Frames.ethernet(0x0806, new byte[28]));
        give(meter, 0, 10 * SECOND, Frames.ethernet(0x0806, new byte[28]));

        meter.finish(EndReason.END_REASON_FORCED);

        int ledgerPartition = Partitions.ofNode("node-a", PARTITIONS);
        assertThat(log.sent).hasSize(3 * PARTITIONS);
        assertThat(log.sent.subList(0, PARTITIONS)).allMatch(s -> s.batch.getWindowStartNs() == 0);
        assertThat(log.sent.get(PARTITIONS - 1).partition).isEqualTo(ledgerPartition);
        assertThat(log.sent.get(PARTITIONS - 1).batch.getMarker().getLedgers().length())
                .isEqualTo(1);
        var ledger = log.sent.get(PARTITIONS - 1).batch.getMarker().getLedgers().get(0);
        assertThat(ledger.getReceivedPackets()).isEqualTo(2);
        assertThat(ledger.getMeteredPackets()).isEqualTo(1);
        assertThat(ledger.getDrops().get(0).getCause().toString()).isEqualTo("not_ip");
        assertThat(ledger.getDrops().get(0).getBytes()).isEqualTo(42);
        assertThat(log.sent.subList(2 * PARTITIONS, 3 * PARTITIONS))
                .allMatch(s -> s.batch.getMarker().getGoodbye());
    }

    @Test
    void whatTheSinkRefusesMovesToPublishFullAndItsSequenceNumberIsUsedAgain() {
        var log = new Log(n -> n == 0 || n == 3);
        var meter = meter(log, Settings.file(WindowLength.DEFAULT));
        manyFlows(meter, 0, 4000);

        give(meter, 0, 10 * SECOND, Frames.ethernet(0x0806, new byte[28]));
        meter.finish(EndReason.END_REASON_FORCED);

        assertThat(flows(log)).hasSize(4000 - 2 * FlowBatchEncoder.FULL);
        var ledger = ledgers(log).getFirst();
        assertThat(ledger.getReceivedPackets()).isEqualTo(4000);
        assertThat(ledger.getMeteredPackets()).isEqualTo(4000 - 2 * FlowBatchEncoder.FULL);
        assertThat(ledger.getDrops().get(0).getCause().toString()).isEqualTo("publish_full");
        assertSequencesHaveNoGap(log);
        assertMarkersAreTheSums(log);
        assertThat(meter.total(0).receivedPackets()).isEqualTo(4001);
    }

    @Property(tries = 60)
    void markersAreTheSumsAndTheSameFramesMakeTheSameBytes(
            @ForAll @IntRange(min = 0, max = 3000) int flows, @ForAll @IntRange(min = 0, max = 5) int jumps) {
        Log first = run(flows, jumps);
        Log second = run(flows, jumps);

        assertThat(second.sent).hasSameSizeAs(first.sent);
        for (int i = 0; i < first.sent.size(); i++) {
            assertThat(second.sent.get(i).bytes).isEqualTo(first.sent.get(i).bytes);
        }
        assertMarkersAreTheSums(first);
        assertSequencesHaveNoGap(first);
        assertThat(ledgers(first).stream().mapToLong(l -> l.getMeteredPackets()).sum())
                .isEqualTo((long) flows * (jumps + 1));
    }

    private static Log run(int flows, int jumps) {
        var log = new Log(n -> false);
        var meter = meter(log, Settings.file(WindowLength.DEFAULT));
        for (int jump = 0; jump <= jumps; jump++) {
            manyFlows(meter, (jump * 7 % 5) * 10 * SECOND, flows); // forwards and back
        }
        meter.finish(EndReason.END_REASON_FORCED);
        return log;
    }

    private static Meter meter(Log log, Settings settings) {
        var points = List.of(new Point("eth0", 2), new Point("eth1", 3));
        var domain = Domain.live("node-a", 42, WindowLength.DEFAULT, PARTITIONS);
        return new Meter(settings, new FlowBatchEncoder(domain, () -> points, log));
    }

    private static void manyFlows(Meter meter, long time, int flows) {
        for (int i = 0; i < flows; i++) {
            give(meter, 0, time, Frames.udpFrame("10.0.0.1", 1024 + i, "10.0.0.2", 53, i % 10));
        }
    }

    private static void give(Meter meter, int point, long time, byte[] frame) {
        meter.frame(point, 1, time, MemorySegment.ofArray(frame), 0, frame.length, frame.length, Way.UNKNOWN);
    }

    private static List<Flow> flows(Log log) {
        var flows = new ArrayList<Flow>();
        log.sent.forEach(sent -> sent.batch.getFlows().forEach(flows::add));
        return flows;
    }

    private static List<io.tidemark.contract.flow.Ledger> ledgers(Log log) {
        var ledgers = new ArrayList<io.tidemark.contract.flow.Ledger>();
        log.sent.forEach(sent -> sent.batch.getMarker().getLedgers().forEach(ledgers::add));
        return ledgers;
    }

    private static long hash(Flow flow) {
        return Partitions.hash(
                0,
                0xFFFF_0000_0000L | address(flow.getSrcAddr().toArray()),
                flow.getSrcPort(),
                0,
                0xFFFF_0000_0000L | address(flow.getDstAddr().toArray()),
                flow.getDstPort(),
                flow.getProtocol());
    }

    private static long address(byte[] bytes) {
        return java.nio.ByteBuffer.wrap(bytes).getInt() & 0xFFFFFFFFL;
    }

    private static void assertSequencesHaveNoGap(Log log) {
        for (int p = 0; p < PARTITIONS; p++) {
            int partition = p;
            var sequences = log.sent.stream()
                    .filter(s -> s.partition == partition)
                    .map(s -> s.batch.getSequence())
                    .toList();
            assertThat(sequences)
                    .isEqualTo(IntStream.range(0, sequences.size())
                            .mapToObj(i -> (long) i)
                            .toList());
        }
    }

    /** Each marker tells the sums of the batches of its window and partition since the marker before. */
    private static void assertMarkersAreTheSums(Log log) {
        var open = new java.util.HashMap<List<Long>, long[]>();
        for (Sent sent : log.sent) {
            long[] sums = open.computeIfAbsent(
                    List.of((long) sent.partition, sent.batch.getWindowStartNs()), key -> new long[4]);
            for (Flow flow : sent.batch.getFlows()) {
                sums[0]++;
                sums[1] += flow.getForward().getPackets() + flow.getReverse().getPackets();
                sums[2] += flow.getForward().getBytes() + flow.getReverse().getBytes();
                sums[3] += flow.getForward().getFrameBytes() + flow.getReverse().getFrameBytes();
            }
            if (sent.batch.hasMarker()) {
                var marker = sent.batch.getMarker();
                assertThat(new long[] {marker.getFlows(), marker.getPackets(), marker.getBytes(), marker.getFrameBytes()
                        })
                        .isEqualTo(sums);
                java.util.Arrays.fill(sums, 0);
            }
        }
        assertThat(open.values()).allMatch(sums -> sums[0] == 0);
    }

    private static FlowBatch parse(byte[] bytes) {
        try {
            return FlowBatch.parseFrom(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
