package io.tidemark.metering.decode;

import static io.tidemark.metering.Frames.UDP;
import static io.tidemark.metering.Frames.hex;
import static io.tidemark.metering.Frames.ipv6;
import static io.tidemark.metering.Frames.join;
import static io.tidemark.metering.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class Ipv6Test {
    private static final byte[] DATAGRAM = udp(1111, 53, new byte[4]);
    private static final String ENDS = "fd00000000000000:1:1111 > fd00000000000000:2:53";

    @Test
    void bytesAreFortyAndThePayloadLength() {
        assertThat(Decoded.flow(Decoded.RAW, packet(UDP, DATAGRAM))).isEqualTo("17 " + ENDS + ", 52 bytes");
    }

    @Test
    void trafficClassAndHopLimitAreTheHeaders() {
        Packet packet = Decoded.packet(Decoded.RAW, packet(UDP, DATAGRAM));

        assertThat(packet.dscp()).isEqualTo(46);
        assertThat(packet.ttl()).isEqualTo(63);
    }

    @Test
    void extensionHeadersAreSkipped() {
        byte[] hopByHop = hex("2b 00 010400000000");
        byte[] routing = hex("3c 00 0400 00000000");
        byte[] destination = hex("11 01 010c 000000000000000000000000");

        assertThat(Decoded.flow(Decoded.RAW, packet(0, join(hopByHop, routing, destination, DATAGRAM))))
                .isEqualTo("17 " + ENDS + ", 84 bytes");
    }

    @Test
    void theFirstFragmentShowsPortsAndLaterOnesDoNot() {
        assertThat(Decoded.flow(Decoded.RAW, packet(44, join(hex("11 00 0001 00000007"), DATAGRAM))))
                .contains(":1111");
        assertThat(Decoded.flow(Decoded.RAW, packet(44, join(hex("11 00 0010 00000007"), DATAGRAM))))
                .isEqualTo("17 fd00000000000000:1:0 > fd00000000000000:2:0, 60 bytes");
    }

    @Test
    void authenticationAndEncryptionAreProtocols() {
        assertThat(Decoded.flow(Decoded.RAW, packet(51, new byte[24]))).startsWith("51 ");
        assertThat(Decoded.flow(Decoded.RAW, packet(50, new byte[24]))).startsWith("50 ");
    }

    @Test
    void aCutChainEndsWithTheLastHeaderItNamed() {
        assertThat(Decoded.flow(Decoded.RAW, packet(0, hex("2b")))).startsWith("0 ");
        assertThat(Decoded.flow(Decoded.RAW, packet(0, hex("2b00 0104")))).startsWith("43 ");
        assertThat(Decoded.flow(Decoded.RAW, packet(0, hex("2b00 010400000000 3c"))))
                .startsWith("60 ");
        assertThat(Decoded.flow(Decoded.RAW, packet(44, hex("1100 0000 000000"))))
                .startsWith("44 ");
    }

    @Test
    void aJumbogramIsReadThoughItsLengthFieldIsZero() {
        byte[] jumbo = packet(0, join(hex("11 00 c204 00010000"), DATAGRAM));
        jumbo[4] = 0;
        jumbo[5] = 0;

        assertThat(Decoded.flow(Decoded.RAW, jumbo)).isEqualTo("17 " + ENDS + ", 40 bytes");
    }

    @Test
    void aJumboOptionOfALengthThatNeedsNoneIsNotBelieved() {
        byte[] small = packet(0, join(hex("11 00 c204 00000014"), DATAGRAM));
        small[5] = 0;

        assertThat(Decoded.flow(Decoded.RAW, small)).startsWith("0 ");
    }

    @Test
    void withoutALengthOnlyWhatNeedsNoneIsRead() {
        byte[] captured = packet(UDP, DATAGRAM);
        captured[5] = 0;
        var decoder = new FrameDecoder();
        var memory = MemorySegment.ofArray(captured);

        decoder.aim(0, Decoded.RAW, memory);
        decoder.decode(decoder.packet(), 0, captured.length, 100_000);
        long ofOffload = decoder.packet().ipBytes();
        decoder.decode(decoder.packet(), 0, captured.length, captured.length);
        long ofAnEmptyPacket = decoder.packet().ipBytes();

        assertThat(ofOffload).isEqualTo(100_000);
        assertThat(ofAnEmptyPacket).isEqualTo(40);
        assertThat(decoder.packet().srcPort()).isZero();
    }

    @Test
    void anotherVersionIsMalformedWhereTheEtherTypeSaysIpv6() {
        byte[] packet = packet(UDP, DATAGRAM);
        packet[0] = 0x10;

        assertThat(Decoded.flow(0, join(hex("1e000000"), packet))).isEqualTo("MALFORMED");
    }

    private static byte[] packet(int next, byte[] payload) {
        return ipv6(next, "fd00::1", "fd00::2", payload);
    }
}
