package io.tidemark.metering.flow;

import static io.tidemark.metering.Frames.ACK;
import static io.tidemark.metering.Frames.FIN;
import static io.tidemark.metering.Frames.IPV4;
import static io.tidemark.metering.Frames.RST;
import static io.tidemark.metering.Frames.SYN;
import static io.tidemark.metering.Frames.TCP;
import static io.tidemark.metering.Frames.ethernet;
import static io.tidemark.metering.Frames.ipv4;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.metering.Frames;
import io.tidemark.metering.source.Way;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class TcpFactsTest {
    private final Recorded out = new Recorded();
    private final Meter meter = new Meter(Settings.wholeFile(), out);
    private long now;

    @Test
    void theHandshakeSplitsIntoServerAndClientSide() {
        client(SYN, 100, 0);
        now += 30;
        server(SYN | ACK, 500, 0);
        now += 7;
        client(ACK, 101, 0);
        now += 50;
        client(ACK, 101, 10);

        assertThat(flow().serverRtt()).isEqualTo(30);
        assertThat(flow().clientRtt()).isEqualTo(7);
    }

    @Test
    void aHandshakeThatComesOnceMoreLaterTellsNoRoundTrip() {
        client(SYN, 100, 0);
        now += 30;
        server(SYN | ACK, 500, 0);
        now += 7;
        client(ACK, 101, 10);
        server(ACK, 501, 100);
        now += 1000;
        client(SYN, 100, 0);
        now += 1;
        server(SYN | ACK, 500, 0);
        now += 1;
        client(ACK, 111, 10);

        assertThat(flow().serverRtt()).isEqualTo(30);
        assertThat(flow().clientRtt()).isEqualTo(7);
    }

    @Test
    void aNewConnectionOfTheSamePortsHasItsOwnRoundTrips() {
        client(SYN, 100, 0);
        server(SYN | ACK, 500, 0);
        client(ACK, 101, 10);
        now += 1000;
        client(SYN, 5_000_000, 0);
        now += 20;
        server(SYN | ACK, 9_000_000, 0);
        now += 5;
        client(ACK, 5_000_001, 0);

        assertThat(flow().serverRtt()).isEqualTo(20);
        assertThat(flow().clientRtt()).isEqualTo(5);
    }

    @Test
    void aSynSentAgainCountsFromTheSecond() {
        client(SYN, 100, 0);
        now += 1000;
        client(SYN, 100, 0);
        now += 30;
        server(SYN | ACK, 500, 0);

        assertThat(flow().serverRtt()).isEqualTo(30);
    }

    @Test
    void aSynThatAnEarlierPacketFollowsCountsFromItsOwnTime() {
        now = 100;
        client(SYN, 100, 0);
        now = 90;
        client(ACK, 101, 0);
        now = 130;
        server(SYN | ACK, 500, 0);

        assertThat(flow().serverRtt()).isEqualTo(30);
        assertThat(flow().start()).isEqualTo(90);
    }

    @Test
    void aSynThatComesBehindItsAnswerCountsFromItsOwnTime() {
        now = 100;
        client(ACK, 7, 0);
        now = 40;
        client(SYN, 100, 0);
        now = 70;
        server(SYN | ACK, 500, 0);

        assertThat(flow().serverRtt()).isEqualTo(30);
    }

    @Test
    void segmentsInOrderAreNeitherRetransmittedNorOutOfOrder() {
        client(SYN, -3, 0); // wraps around
        client(ACK, -2, 100);
        client(ACK, 98, 100);
        client(ACK | FIN, 198, 0);
        client(ACK, 199, 0);

        assertThat(flow().retransmitted()).containsExactly(0L, 0L);
        assertThat(flow().outOfOrder()).containsExactly(0L, 0L);
    }

    @Test
    void dataSeenBeforeIsRetransmitted() {
        client(ACK, 1, 100);
        client(ACK, 101, 100);
        client(ACK, 101, 100);
        client(ACK, 151, 100); // half of it

        assertThat(flow().retransmitted()).containsExactly(2L, 0L);
    }

    @Test
    void aSecondSynAndASecondFinAreRetransmitted() {
        client(SYN, 1, 0);
        client(SYN, 1, 0);
        server(FIN | ACK, 900, 0);
        server(FIN | ACK, 900, 0);

        assertThat(flow().retransmitted()).containsExactly(1L, 1L);
    }

    @Test
    void dataThatFillsAHoleIsOutOfOrder() {
        client(ACK, 1, 100);
        client(ACK, 201, 100);
        client(ACK, 101, 100);
        client(ACK, 101, 100); // now it was seen

        assertThat(flow().outOfOrder()).containsExactly(1L, 0L);
        assertThat(flow().retransmitted()).containsExactly(1L, 0L);
    }

    @Test
    void aHoleIsFilledPieceByPieceFromEitherEnd() {
        client(ACK, 1, 100);
        client(ACK, 401, 100);
        client(ACK, 301, 100);
        client(ACK, 101, 100);
        client(ACK, 201, 100);
        client(ACK, 201, 100);

        assertThat(flow().outOfOrder()).containsExactly(3L, 0L);
        assertThat(flow().retransmitted()).containsExactly(1L, 0L);
    }

    @Test
    void aKeepAliveIsNotRetransmitted() {
        client(ACK, 1, 100);
        client(ACK, 100, 0);
        client(ACK, 100, 1);

        assertThat(flow().retransmitted()).containsExactly(0L, 0L);
    }

    @Test
    void windowsOfZeroAreCountedButNotWhereAConnectionBeginsOrEnds() {
        segment(true, SYN, 1, 0, 0);
        segment(true, ACK, 2, 0, 0);
        segment(true, FIN | ACK, 2, 0, 0);
        segment(false, RST, 2, 0, 0);

        assertThat(flow().zeroWindows()).containsExactly(1L, 0L);
    }

    @Test
    void portsUsedAgainStartAFreshSequence() {
        client(SYN, 1, 0);
        client(FIN | ACK, 2, 0);
        server(FIN | ACK, 900, 0);
        client(SYN, 70_000, 0);
        client(ACK, 70_001, 100);

        assertThat(flow().retransmitted()).containsExactly(0L, 0L);
        assertThat(flow().outOfOrder()).containsExactly(0L, 0L);
    }

    private void client(int flags, int seq, int payload) {
        segment(true, flags, seq, payload, 1000);
    }

    private void server(int flags, int seq, int payload) {
        segment(false, flags, seq, payload, 1000);
    }

    private void segment(boolean client, int flags, int seq, int payload, int window) {
        byte[] tcp = Frames.tcp(client ? 5000 : 80, client ? 80 : 5000, flags, seq, 1, window, payload);
        byte[] frame =
                ethernet(IPV4, ipv4(TCP, client ? "10.0.0.1" : "10.0.0.2", client ? "10.0.0.2" : "10.0.0.1", tcp));
        meter.frame(0, 1, now, MemorySegment.ofArray(frame), 0, frame.length, frame.length, Way.UNKNOWN);
    }

    private Recorded.Flow flow() {
        if (out.flows.isEmpty()) {
            meter.finish(EndReason.END_REASON_FORCED);
        }
        return out.flows.getFirst();
    }
}
