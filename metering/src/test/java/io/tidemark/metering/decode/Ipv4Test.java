package io.tidemark.metering.decode;

import static io.tidemark.metering.Frames.TCP;
import static io.tidemark.metering.Frames.UDP;
import static io.tidemark.metering.Frames.hex;
import static io.tidemark.metering.Frames.ipv4;
import static io.tidemark.metering.Frames.join;
import static io.tidemark.metering.Frames.tcp;
import static io.tidemark.metering.Frames.u16;
import static io.tidemark.metering.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Ipv4Test {
    private static final byte[] DATAGRAM = ipv4(UDP, "10.0.0.1", "10.0.0.2", udp(1111, 53, new byte[4]));

    @Test
    void bytesAreTheTotalLengthAlsoWhereTheCaptureIsShorter() {
        byte[] cut = ipv4(UDP, "10.0.0.1", "10.0.0.2", 0, 1500, udp(1111, 53, new byte[4]));

        assertThat(Decoded.flow(Decoded.RAW, cut)).isEqualTo("17 10.0.0.1:1111 > 10.0.0.2:53, 1500 bytes");
    }

    @Test
    void totalLengthZeroMeansWhatIsThere() {
        byte[] offloaded = ipv4(TCP, "10.0.0.1", "10.0.0.2", 0, 0, tcp(1111, 80, 16, 1, 3000));

        assertThat(Decoded.flow(Decoded.RAW, offloaded)).isEqualTo("6 10.0.0.1:1111 > 10.0.0.2:80, 3040 bytes");
        assertThat(Decoded.packet(Decoded.RAW, offloaded).tcpPayload()).isEqualTo(3000);
    }

    @Test
    void dscpAndTtlAreTheHeaders() {
        Packet packet = Decoded.packet(Decoded.RAW, DATAGRAM);

        assertThat(packet.dscp()).isEqualTo(46);
        assertThat(packet.ttl()).isEqualTo(64);
    }

    @Test
    void theFirstFragmentShowsPortsAndLaterOnesDoNot() {
        byte[] first = ipv4(UDP, "10.0.0.1", "10.0.0.2", 0x2000, 32, udp(1111, 53, new byte[4]));
        byte[] later = ipv4(UDP, "10.0.0.1", "10.0.0.2", 0x0002, 32, udp(1111, 53, new byte[4]));

        assertThat(Decoded.flow(Decoded.RAW, first)).contains(":1111");
        assertThat(Decoded.flow(Decoded.RAW, later)).isEqualTo("17 10.0.0.1:0 > 10.0.0.2:0, 32 bytes");
        assertThat(Decoded.packet(Decoded.RAW, later).fragment()).isTrue();
    }

    @Test
    void aSourceRouteNamesTheFinalDestination() {
        byte[] header = Arrays.copyOf(DATAGRAM, 20);
        header[0] = 0x47;
        System.arraycopy(u16(40), 0, header, 2, 2);
        byte[] routed = join(header, hex("83 07 04 08080808 00"), Arrays.copyOfRange(DATAGRAM, 20, DATAGRAM.length));

        assertThat(Decoded.flow(Decoded.RAW, routed)).isEqualTo("17 10.0.0.1:1111 > 8.8.8.8:53, 40 bytes");
    }

    @Test
    void otherOptionsAreSkipped() {
        byte[] header = Arrays.copyOf(DATAGRAM, 20);
        header[0] = 0x46;
        System.arraycopy(u16(36), 0, header, 2, 2);
        byte[] alert = join(header, hex("94040000"), Arrays.copyOfRange(DATAGRAM, 20, DATAGRAM.length));

        assertThat(Decoded.flow(Decoded.RAW, alert)).isEqualTo("17 10.0.0.1:1111 > 10.0.0.2:53, 36 bytes");
    }

    @Test
    void headersThatCannotBeAreMalformed() {
        byte[] shortHeader = DATAGRAM.clone();
        shortHeader[0] = 0x44;
        byte[] shortTotal = ipv4(UDP, "10.0.0.1", "10.0.0.2", 0, 19, udp(1111, 53, new byte[4]));

        assertThat(Decoded.flow(Decoded.RAW, shortHeader)).isEqualTo("MALFORMED");
        assertThat(Decoded.flow(Decoded.RAW, shortTotal)).isEqualTo("MALFORMED");
        assertThat(Decoded.flow(Decoded.RAW, Arrays.copyOf(DATAGRAM, 19))).isEqualTo("MALFORMED");
    }

    @Test
    void aHeaderWhoseOptionsWereNotCapturedIsMalformed() {
        byte[] header = Arrays.copyOf(DATAGRAM, 20);
        header[0] = 0x46;

        assertThat(Decoded.flow(Decoded.RAW, header)).isEqualTo("MALFORMED");
    }

    @Test
    void withoutALengthTheBytesAreThoseOfTheWire() {
        byte[] captured = Arrays.copyOf(ipv4(UDP, "10.0.0.1", "10.0.0.2", 0, 0, udp(1111, 53, new byte[4])), 30);
        var decoder = new FrameDecoder();

        decoder.aim(0, Decoded.RAW, MemorySegment.ofArray(captured));
        decoder.decode(decoder.packet(), 0, captured.length, 100_000);

        assertThat(decoder.packet().ipBytes()).isEqualTo(100_000);
    }
}
