package io.tidemark.metering.decode;

import static io.tidemark.metering.Frames.IPV4;
import static io.tidemark.metering.Frames.UDP;
import static io.tidemark.metering.Frames.ethernet;
import static io.tidemark.metering.Frames.hex;
import static io.tidemark.metering.Frames.ipv4;
import static io.tidemark.metering.Frames.ipv6;
import static io.tidemark.metering.Frames.join;
import static io.tidemark.metering.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TunnelsTest {
    private static final byte[] INNER = ipv4(UDP, "10.0.0.1", "10.0.0.2", udp(1111, 53, new byte[4]));
    private static final byte[] INNER6 = ipv6(UDP, "fd00::1", "fd00::2", udp(1111, 53, new byte[4]));
    private static final String FLOW = "17 10.0.0.1:1111 > 10.0.0.2:53, 32 bytes";
    private static final String FLOW6 = "17 fd00000000000000:1:1111 > fd00000000000000:2:53, 52 bytes";
    private static final String OUTER = " 192.0.2.1 > 192.0.2.2";

    @Test
    void ipInIpAndSixInFour() {
        assertThat(outer(4, INNER)).isEqualTo(FLOW + " in IPIP 0" + OUTER);
        assertThat(outer(41, INNER6)).isEqualTo(FLOW6 + " in IPIP 0" + OUTER);
    }

    @Test
    void greWithKeyAndSequence() {
        assertThat(outer(47, join(hex("0000 0800"), INNER))).isEqualTo(FLOW + " in GRE 0" + OUTER);
        assertThat(outer(47, join(hex("b000 86dd 0000 0000 0000002a 00000001"), INNER6)))
                .isEqualTo(FLOW6 + " in GRE 42" + OUTER);
        assertThat(outer(47, join(hex("0000 6558"), ethernet(IPV4, INNER)))).isEqualTo(FLOW + " in GRE 0" + OUTER);
    }

    @Test
    void pptpCarriesPpp() {
        byte[] pptp = join(hex("3081 880b 0026 0007 00000001 00000002 ff03 0021"), INNER);

        assertThat(outer(47, pptp)).isEqualTo(FLOW + " in GRE 2490375" + OUTER);
    }

    @Test
    void erspan() {
        byte[] type1 = join(hex("0000 88be"), ethernet(IPV4, INNER));
        byte[] type2 = join(hex("1000 88be 00000001 1001 0005 00000000"), ethernet(IPV4, INNER));
        byte[] type3 = join(hex("1000 22eb 00000001 2001 0006 00000000 00000000"), ethernet(IPV4, INNER));

        assertThat(outer(47, type1)).isEqualTo(FLOW + " in ERSPAN 0" + OUTER);
        assertThat(outer(47, type2)).isEqualTo(FLOW + " in ERSPAN 5" + OUTER);
        assertThat(outer(47, type3)).isEqualTo(FLOW + " in ERSPAN 6" + OUTER);
    }

    @Test
    void vxlanAndGeneve() {
        byte[] vxlan = join(hex("08000000 00007b00"), ethernet(IPV4, INNER));
        byte[] geneve = join(hex("0100 6558 0001c800 01020304"), ethernet(IPV4, INNER));

        assertThat(outer(UDP, udp(50000, 4789, vxlan))).isEqualTo(FLOW + " in VXLAN 123" + OUTER);
        assertThat(outer(UDP, udp(50000, 6081, geneve))).isEqualTo(FLOW + " in GENEVE 456" + OUTER);
    }

    @Test
    void gtpuWithExtensionHeaders() {
        byte[] plain = join(hex("30 ff 0024 0000abcd"), INNER);
        byte[] extended = join(hex("34 ff 002c 0000abcd 0000 00 85 01 1009 00"), INNER);

        assertThat(outer(UDP, udp(2152, 2152, plain))).isEqualTo(FLOW + " in GTPU 43981" + OUTER);
        assertThat(outer(UDP, udp(2152, 2152, extended))).isEqualTo(FLOW + " in GTPU 43981" + OUTER);
    }

    @Test
    void teredoWithItsIndications() {
        byte[] origin = join(hex("0001 0000 0000000000000000 00 0000 1234 c0000201"), INNER6);

        assertThat(outer(UDP, udp(50000, 3544, INNER6))).isEqualTo(FLOW6 + " in TEREDO 0" + OUTER);
        assertThat(outer(UDP, udp(3544, 50000, origin))).isEqualTo(FLOW6 + " in TEREDO 0" + OUTER);
    }

    @Test
    void theOutermostTunnelIsKept() {
        byte[] vxlan = join(hex("08000000 00007b00"), ethernet(IPV4, ipv4(4, "198.51.100.1", "198.51.100.2", INNER)));

        assertThat(outer(UDP, udp(50000, 4789, vxlan))).isEqualTo(FLOW + " in VXLAN 123" + OUTER);
    }

    @Test
    void whatIsNoIpInsideIsAFlowOfTheOuterHeader() {
        byte[] arp = join(hex("08000000 00007b00"), ethernet(0x0806, new byte[28]));

        assertThat(outer(UDP, udp(50000, 4789, arp))).isEqualTo("17 192.0.2.1:50000 > 192.0.2.2:4789, 78 bytes");
        assertThat(outer(UDP, udp(50000, 4789, new byte[9])))
                .isEqualTo("17 192.0.2.1:50000 > 192.0.2.2:4789, 37 bytes");
        assertThat(outer(47, new byte[3])).isEqualTo("47 192.0.2.1:0 > 192.0.2.2:0, 23 bytes");
    }

    @Test
    void theNextFrameKnowsNothingOfTheTunnel() {
        var decoder = new FrameDecoder();
        byte[] tunnelled = ipv4(4, "192.0.2.1", "192.0.2.2", INNER);
        decoder.decode(Decoded.RAW, java.lang.foreign.MemorySegment.ofArray(tunnelled), 0, tunnelled.length);

        decoder.decode(Decoded.RAW, java.lang.foreign.MemorySegment.ofArray(INNER), 0, INNER.length);

        assertThat(decoder.packet().tunnelType().name()).isEqualTo("TUNNEL_NONE");
        assertThat(decoder.packet().tunnelId()).isZero();
    }

    private static String outer(int protocol, byte[] payload) {
        return Decoded.flow(Decoded.RAW, ipv4(protocol, "192.0.2.1", "192.0.2.2", payload));
    }
}
