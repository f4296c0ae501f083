package io.tidemark.metering.flow;

import static io.tidemark.contract.flow.EndReason.END_REASON_ACTIVE;
import static io.tidemark.contract.flow.EndReason.END_REASON_END_OF_FLOW;
import static io.tidemark.contract.flow.EndReason.END_REASON_FORCED;
import static io.tidemark.contract.flow.EndReason.END_REASON_LACK_OF_RESOURCES;
import static io.tidemark.metering.Frames.ACK;
import static io.tidemark.metering.Frames.FIN;
import static io.tidemark.metering.Frames.IPV4;
import static io.tidemark.metering.Frames.RST;
import static io.tidemark.metering.Frames.SYN;
import static io.tidemark.metering.Frames.ethernet;
import static io.tidemark.metering.Frames.hex;
import static io.tidemark.metering.Frames.icmp;
import static io.tidemark.metering.Frames.ipv4;
import static io.tidemark.metering.Frames.join;
import static io.tidemark.metering.Frames.tag;
import static io.tidemark.metering.Frames.tcpFrame;
import static io.tidemark.metering.Frames.udp;
import static io.tidemark.metering.Frames.udpFrame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.contract.flow.TunnelType;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.source.Way;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MeterTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String A = "10.0.0.1";
    private static final String B = "10.0.0.2";
    private static final byte[] QUERY = udpFrame(A, 40000, B, 53, 10);
    private static final byte[] ANSWER = udpFrame(B, 53, A, 40000, 100);

    private final Recorded out = new Recorded();
    private Meter meter = new Meter(Settings.file(WindowLength.DEFAULT), out);

    @Test
    void bothDirectionsAreOneFlowWithTheHigherPortAsClient() {
        frame(2 * SECOND, ANSWER);
        frame(1 * SECOND, QUERY);

        meter.finish(END_REASON_FORCED);

        assertThat(out.flows).singleElement().satisfies(flow -> {
            assertThat(flow.srcPort()).isEqualTo(40000);
            assertThat(flow.dstPort()).isEqualTo(53);
            assertThat(flow.packets()).containsExactly(1L, 1L);
            assertThat(flow.bytes()).containsExactly(38L, 128L);
            assertThat(flow.frameBytes()).containsExactly(52L, 142L);
            assertThat(flow.start()).isEqualTo(SECOND);
            assertThat(flow.end()).isEqualTo(2 * SECOND);
            assertThat(flow.initiatorSeen()).isFalse();
            assertThat(flow.endReason()).isEqualTo(END_REASON_FORCED);
        });
        assertThat(out.ended).isTrue();
    }

    @Test
    void aRecordLiesInOneWindowAndAWindowEndsWhenPacketTimePassesIt() {
        frame(9 * SECOND, QUERY);
        frame(10 * SECOND, QUERY);
        meter.settle();

        assertThat(out.flows).singleElement().satisfies(flow -> {
            assertThat(flow.window()).isZero();
            assertThat(flow.endReason()).isEqualTo(END_REASON_ACTIVE);
        });
        assertThat(out.ends).extracting(Recorded.End::window).containsExactly(0L);
    }

    @Test
    void eachRecordHasTheTunnelAndVlanOfItsOwnFirstPacket() {
        byte[] wrapped = ethernet(
                IPV4, ipv4(17, "192.0.2.1", "192.0.2.2", udp(50000, 4789, join(hex("08000000 00007b00"), QUERY))));
        byte[] tagged = ethernet(0x8100, tag(7, IPV4, ipv4(17, A, B, udp(40000, 53, new byte[10]))));
        frame(SECOND, QUERY);
        frame(2 * SECOND, wrapped);
        frame(11 * SECOND, wrapped);
        frame(21 * SECOND, tagged);

        meter.finish(END_REASON_FORCED);

        assertThat(out.flows)
                .extracting(
                        Recorded.Flow::tunnel,
                        Recorded.Flow::tunnelId,
                        f -> f.tunnelSource() & 0xFFFFFFFFL,
                        Recorded.Flow::vlan)
                .containsExactly(
                        tuple(TunnelType.TUNNEL_NONE, 0L, 0L, 0),
                        tuple(TunnelType.TUNNEL_VXLAN, 123L, 0xC0000201L, 0),
                        tuple(TunnelType.TUNNEL_NONE, 0L, 0L, 7));
        assertThat(out.flows.getFirst().allPackets()).isEqualTo(2);
    }

    @Test
    void aLatePacketIsARecordOfItsOwnWindowWhichIsMarkedAgain() {
        frame(9 * SECOND, QUERY);
        frame(11 * SECOND, QUERY);
        frame(8 * SECOND, QUERY);
        frame(12 * SECOND, QUERY);

        meter.finish(END_REASON_FORCED);

        assertThat(out.flows).extracting(Recorded.Flow::window).containsExactly(0L, 10 * SECOND, 0L, 10 * SECOND);
        assertThat(out.ends).extracting(Recorded.End::window).containsExactly(0L, 0L, 10 * SECOND);
        assertThat(out.ends.get(1).ledgers().getFirst().meteredPackets()).isEqualTo(1);
    }

    @Test
    void aPacketFromTheFarFutureDoesNotLoseOrHoldUpTheOthers() {
        frame(Long.MAX_VALUE, QUERY);
        for (int window = 0; window < 200; window++) {
            frame(window * 10 * SECOND, QUERY);
        }
        frame(Long.MIN_VALUE, QUERY);

        assertThat(out.ends).hasSizeGreaterThan(100); // they do not wait for the end of the capture
        meter.finish(END_REASON_FORCED);
        assertThat(out.total().meteredPackets()).isEqualTo(202);
        assertThat(out.flows.stream().mapToLong(Recorded.Flow::allPackets).sum())
                .isEqualTo(202);
    }

    @Test
    void windowsBefore1970AreWindows() {
        frame(-1, QUERY);

        meter.finish(END_REASON_FORCED);

        assertThat(out.flows).extracting(Recorded.Flow::window).containsExactly(-10 * SECOND);
    }

    @Test
    void withoutWindowsThereIsOneRecordForTheWholeCapture() {
        meter = new Meter(Settings.wholeFile(), out);
        frame(0, tcpFrame(A, 1, B, 2, FIN | ACK, 1, 0));
        frame(100_000 * SECOND, tcpFrame(B, 2, A, 1, FIN | ACK, 1, 0));
        frame(200_000 * SECOND, tcpFrame(A, 1, B, 2, ACK, 2, 0));

        meter.finish(END_REASON_FORCED);

        assertThat(out.flows)
                .singleElement()
                .satisfies(flow -> assertThat(flow.allPackets()).isEqualTo(3));
        assertThat(out.ends).hasSize(1);
    }

    @Test
    void pointsAreKeptApart() {
        frame(0, 1, QUERY);
        frame(3, 1, QUERY);

        meter.finish(END_REASON_FORCED);

        assertThat(out.flows).extracting(Recorded.Flow::point).containsExactly(0, 3);
        List<?> ledgers = out.ends.getFirst().ledgers();
        assertThat(ledgers).hasSize(4);
        assertThat(ledgers.get(1)).isNull();
        assertThat(meter.points()).isEqualTo(4);
    }

    @Test
    void whoSendsSynIsTheInitiatorWhateverThePorts() {
        frame(0, tcpFrame(A, 1, B, 9000, ACK, 1, 5));
        frame(1, tcpFrame(A, 1, B, 9000, SYN, 1, 0));

        meter.finish(END_REASON_FORCED);

        assertThat(out.flows).singleElement().satisfies(flow -> {
            assertThat(flow.srcPort()).isEqualTo(1);
            assertThat(flow.initiatorSeen()).isTrue();
        });
    }

    @Test
    void whoGetsSynAckIsTheInitiator() {
        frame(0, tcpFrame(A, 9000, B, 1, SYN | ACK, 1, 0));

        meter.finish(END_REASON_FORCED);

        assertThat(out.flows.getFirst().srcPort()).isEqualTo(1);
        assertThat(out.flows.getFirst().initiatorSeen()).isTrue();
    }

    @Test
    void whoSendsAnEchoRequestIsTheInitiator() {
        frame(0, ethernet(IPV4, ipv4(1, A, B, icmp(0, 0))));
        frame(1, ethernet(IPV4, ipv4(1, B, A, icmp(8, 0))));

        meter.finish(END_REASON_FORCED);

        assertThat(out.flows).singleElement().satisfies(flow -> {
            assertThat(flow.srcLow() & 0xFF).isEqualTo(2);
            assertThat(flow.initiatorSeen()).isTrue();
            assertThat(flow.icmp()).isZero(); // of the first packet: the reply
        });
    }

    @Test
    void aConnectionThatWasClosedLeavesTheTableAtItsWindowsCut() {
        frame(0, tcpFrame(A, 5000, B, 80, FIN | ACK, 1, 0));
        frame(1, tcpFrame(B, 80, A, 5000, FIN | ACK, 1, 0));
        frame(2, tcpFrame(A, 5001, B, 80, RST, 1, 0));

        frame(10 * SECOND, QUERY);
        meter.settle();

        assertThat(out.flows)
                .extracting(Recorded.Flow::endReason)
                .containsExactly(END_REASON_END_OF_FLOW, END_REASON_END_OF_FLOW);
        assertThat(meter.activeFlows()).isEqualTo(1);
    }

    @Test
    void aHandshakeThatTakesThreeWindowsTellsItsRoundTripsWhereTheyEnd() {
        frame(9 * SECOND, tcpFrame(A, 5000, B, 80, SYN, 1, 0));
        frame(21 * SECOND, tcpFrame(B, 80, A, 5000, SYN | ACK, 1, 0));
        frame(32 * SECOND, tcpFrame(A, 5000, B, 80, ACK, 2, 0));
        meter.finish(END_REASON_FORCED);

        assertThat(out.flows).extracting(Recorded.Flow::serverRtt).containsExactly(0L, 12 * SECOND, 0L);
        assertThat(out.flows).extracting(Recorded.Flow::clientRtt).containsExactly(0L, 0L, 11 * SECOND);
    }

    @Test
    void aRowThatIsUsedAgainKnowsNothingOfTheBiflowBefore() {
        frame(0, tcpFrame(A, 5000, B, 80, SYN, 1, 0));
        frame(1, tcpFrame(B, 80, A, 5000, SYN | ACK, 1, 0));
        frame(2, tcpFrame(A, 5000, B, 80, ACK, 2, 10));
        frame(3, tcpFrame(A, 5000, B, 80, ACK, 2, 10));
        frame(4, tcpFrame(A, 5000, B, 80, ACK, 90, 10));
        frame(5, tcpFrame(A, 5000, B, 80, RST, 100, 0));
        frame(10 * SECOND, QUERY); // the row is free
        frame(11 * SECOND, tcpFrame(A, 6000, B, 80, ACK, 20, 10));
        frame(12 * SECOND, tcpFrame(A, 6000, B, 80, ACK, 20, 10));
        meter.finish(END_REASON_FORCED);

        assertThat(out.flows.getFirst().outOfOrder()).containsExactly(0L, 0L);
        assertThat(out.flows.getFirst().retransmitted()).containsExactly(1L, 0L);
        assertThat(out.flows.getLast().allPackets()).isEqualTo(2);
        assertThat(out.flows.getLast().serverRtt()).isZero();
        assertThat(out.flows.getLast().outOfOrder()).containsExactly(0L, 0L);
        assertThat(out.flows.getLast().retransmitted()).containsExactly(1L, 0L);
    }

    @Test
    void anIdleFlowLeavesTheTable() {
        frame(0, udpFrame(A, 1, B, 2, 0));
        for (int window = 0; window < 8; window++) {
            frame(window * 10 * SECOND, QUERY);
        }

        assertThat(meter.activeFlows()).isEqualTo(1);
    }

    @Test
    void aFullTableCutsTheOldestEarlyAndCountsWhatIsFresh() {
        meter = new Meter(new Settings(WindowLength.DEFAULT, 60 * SECOND, 16, 16, false), out);
        for (int i = 0; i < 16; i++) {
            frame(i, udpFrame(A, 1000 + i, B, 53, 0));
        }

        frame(1000, udpFrame(A, 2000, B, 53, 0)); // all are fresh
        frame(SECOND, udpFrame(A, 2001, B, 53, 0));
        meter.finish(END_REASON_FORCED);

        assertThat(out.total().droppedPackets(Cause.TABLE_FULL)).isEqualTo(1);
        assertThat(out.total().meteredPackets()).isEqualTo(17);
        assertThat(out.flows.getFirst().endReason()).isEqualTo(END_REASON_LACK_OF_RESOURCES);
        assertThat(out.flows.getFirst().start()).isZero();
        assertThat(out.flows).hasSize(17);
    }

    @Test
    @Timeout(60)
    void aFullTableOfSeveralChunksCutsRowsInUseAlone() {
        int rows = Row.IN_CHUNK + 100;
        meter = new Meter(new Settings(WindowLength.DEFAULT, 60 * SECOND, rows, 0, false), out);
        int flows = 3 * rows;
        for (int i = 0; i < flows; i++) {
            frame(i * (20 * SECOND / rows), udpFrame(A, 1 + i % 60_000, B, 53 + i / 60_000, 0));
        }
        meter.finish(END_REASON_FORCED);

        assertThat(out.total().meteredPackets()).isEqualTo(flows);
        assertThat(out.flows).hasSize(flows);
        assertThat(out.flows).allSatisfy(flow -> assertThat(flow.packets()).containsExactlyInAnyOrder(1L, 0L));
    }

    @Test
    void whatIsNoFlowIsCountedUnderItsCause() {
        frame(0, ethernet(0x0806, new byte[28]));
        frame(0, ethernet(IPV4, new byte[28]));
        frame(0, QUERY);
        meter.drop(Cause.KERNEL, 0, 0, 5, 0);
        meter.dropping(Cause.FILTERED).frame(0, 1, 0, MemorySegment.ofArray(QUERY), 0, QUERY.length, 99, Way.UNKNOWN);
        meter.left(Cause.NOT_SAMPLED, 0, 0, 77);

        assertThat(meter.total(0).receivedPackets()).isEqualTo(10);
        meter.finish(END_REASON_FORCED);

        var ledger = out.total();
        assertThat(ledger.droppedPackets(Cause.NOT_IP)).isEqualTo(1);
        assertThat(ledger.droppedPackets(Cause.MALFORMED_IP)).isEqualTo(1);
        assertThat(ledger.droppedPackets(Cause.KERNEL)).isEqualTo(5);
        assertThat(ledger.droppedBytes(Cause.FILTERED)).isEqualTo(99);
        assertThat(ledger.receivedBytes()).isEqualTo(42 + 42 + 52 + 99 + 77);
        assertThat(ledger.droppedPackets(Cause.NOT_SAMPLED)).isEqualTo(1);
        assertThat(meter.total(0).receivedPackets()).isEqualTo(10);
    }

    @Test
    void theClockEndsWindowsAlsoThoseOfAQuietNetwork() {
        meter = new Meter(Settings.live(WindowLength.DEFAULT, 1000), out);
        meter.advance(5 * SECOND);
        frame(6 * SECOND, QUERY);
        frame(11 * SECOND, QUERY);

        assertThat(out.ends).isEmpty(); // packet time is not the clock
        meter.advance(12 * SECOND);
        assertThat(out.ends).extracting(Recorded.End::window).containsExactly(0L);
        meter.advance(13 * SECOND);
        meter.advance(31 * SECOND);
        meter.advance(45 * SECOND);

        assertThat(out.ends)
                .extracting(Recorded.End::window)
                .containsExactly(0L, 10 * SECOND, 20 * SECOND, 30 * SECOND);
        assertThat(out.ends.getLast().ledgers()).isEmpty();
    }

    @Test
    void theFirstWindowOfAClockIsTheOneItStartsIn() {
        meter = new Meter(Settings.live(WindowLength.DEFAULT, 1000), out);

        meter.advance(5 * SECOND);

        assertThat(out.ends).isEmpty();
    }

    @Test
    void aRecordSaysWhichWaysItsPacketsWent() {
        frame(1, QUERY, Way.EGRESS);
        frame(2, ANSWER, Way.INGRESS);
        frame(3, ANSWER, Way.UNKNOWN);
        frame(11 * SECOND, QUERY, Way.EGRESS);
        frame(12 * SECOND, QUERY, Way.INGRESS);
        frame(13 * SECOND, ANSWER, Way.UNKNOWN);

        meter.finish(END_REASON_FORCED);

        assertThat(out.flows)
                .extracting(Recorded.Flow::ways, Recorded.Flow::packets)
                .containsExactly(
                        tuple(List.of(Way.EGRESS, Way.INGRESS), List.of(1L, 2L)),
                        tuple(List.of(Way.EGRESS + Way.INGRESS, Way.UNKNOWN), List.of(2L, 1L)));
    }

    private void frame(long time, byte[] frame, int way) {
        meter.frame(0, 1, time, MemorySegment.ofArray(frame), 0, frame.length, frame.length, way);
    }

    private void frame(long time, byte[] frame) {
        frame(0, time, frame);
    }

    private void frame(int point, long time, byte[] frame) {
        meter.frame(point, 1, time, MemorySegment.ofArray(frame), 0, frame.length, frame.length, Way.UNKNOWN);
    }
}
