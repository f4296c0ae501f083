package io.tidemark.metering.decode;

import static io.tidemark.metering.Frames.IPV4;
import static io.tidemark.metering.Frames.UDP;
import static io.tidemark.metering.Frames.ethernet;
import static io.tidemark.metering.Frames.hex;
import static io.tidemark.metering.Frames.ipv4;
import static io.tidemark.metering.Frames.join;
import static io.tidemark.metering.Frames.tag;
import static io.tidemark.metering.Frames.u16;
import static io.tidemark.metering.Frames.u32;
import static io.tidemark.metering.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkLayersTest {
    private static final byte[] IP = ipv4(UDP, "10.0.0.1", "10.0.0.2", udp(1111, 53, new byte[4]));
    private static final String FLOW = "17 10.0.0.1:1111 > 10.0.0.2:53, 32 bytes";

    @Test
    void paddingBehindTheDatagramIsNotRead() {
        byte[] padded = join(ethernet(IPV4, ipv4(4, "10.0.0.1", "10.0.0.2", new byte[0])), new byte[26]);

        assertThat(Decoded.ethernet(padded)).isEqualTo("4 10.0.0.1:0 > 10.0.0.2:0, 20 bytes");
    }

    @Test
    void arpIsNotIp() {
        assertThat(Decoded.ethernet(ethernet(0x0806, new byte[28]))).isEqualTo("NOT_IP");
    }

    @Test
    void anEmptyFrameAndACutEthernetHeaderAreNotIp() {
        assertThat(Decoded.ethernet(new byte[0])).isEqualTo("NOT_IP");
        assertThat(Decoded.ethernet(new byte[13])).isEqualTo("NOT_IP");
    }

    @Test
    void anUnknownLinkTypeIsNotIp() {
        assertThat(Decoded.flow(147, ethernet(IPV4, IP))).isEqualTo("NOT_IP");
    }

    @Test
    void theOutermostVlanIdIsKept() {
        byte[] frame = ethernet(0x88A8, tag(0x6000 | 100, 0x8100, tag(200, IPV4, IP)));

        assertThat(Decoded.ethernet(frame)).isEqualTo(FLOW);
        assertThat(Decoded.packet(1, frame).vlan()).isEqualTo(100);
    }

    @Test
    void aPriorityTagIsNoVlan() {
        assertThat(Decoded.packet(1, ethernet(0x8100, tag(0xE000, IPV4, IP))).vlan())
                .isZero();
    }

    @Test
    void ipStandsBehindLlcAndSnap() {
        byte[] snap = join(hex("aaaa03 000000 0800"), IP);

        assertThat(Decoded.ethernet(ethernet(snap.length, snap))).isEqualTo(FLOW);
    }

    @Test
    void spanningTreeIsNotIp() {
        assertThat(Decoded.ethernet(ethernet(38, join(hex("424203"), new byte[43]))))
                .isEqualTo("NOT_IP");
    }

    @Test
    void mplsLabelsAreATunnelWhoseIdIsTheOutermostLabel() {
        byte[] labels = join(u32(16 << 12 | 64), u32(17 << 12 | 0x100 | 64));

        assertThat(Decoded.ethernet(ethernet(0x8847, join(labels, IP)))).isEqualTo(FLOW + " in MPLS 16");
    }

    @Test
    void anEthernetPseudowireIsReadWithAndWithoutControlWord() {
        byte[] label = u32(18 << 12 | 0x100 | 64);

        assertThat(Decoded.ethernet(ethernet(0x8847, join(label, u32(0), ethernet(IPV4, IP)))))
                .isEqualTo(FLOW + " in MPLS 18");
        assertThat(Decoded.ethernet(ethernet(0x8847, join(label, ethernet(IPV4, IP)))))
                .isEqualTo(FLOW + " in MPLS 18");
    }

    @Test
    void pppoeCarriesIp() {
        byte[] session = join(hex("1100 0009"), u16(IP.length + 2), u16(0x0021), IP);

        assertThat(Decoded.ethernet(ethernet(0x8864, session))).isEqualTo(FLOW + " in PPPOE 9");
    }

    @Test
    void pppoeDiscoveryIsNotIp() {
        assertThat(Decoded.ethernet(ethernet(0x8863, hex("1109 0000 0000")))).isEqualTo("NOT_IP");
    }

    @Test
    void macInMacCarriesACustomersFrame() {
        byte[] frame = ethernet(0x88E7, join(u32(0x0000_1234), ethernet(IPV4, IP)));

        assertThat(Decoded.ethernet(frame)).isEqualTo(FLOW + " in PBB 4660");
    }

    @ParameterizedTest(name = "link type {0}")
    @CsvSource({
        "101, ''",
        "228, ''",
        "12, ''",
        "0, 02000000",
        "0, 00000002",
        "108, 00000002",
        "113, 0000 0001 0006 020000000001 0000 0800",
        "276, 0800 0000 00000002 0001 00 06 0200000000010000",
        "9, ff03 0021",
        "9, 21",
        "104, 0f00 0800",
        "166, 0103 0021"
    })
    void ipStandsBehindTheHeaderOfEveryLinkType(int linkType, String header) {
        assertThat(Decoded.flow(linkType, join(hex(header), IP))).isEqualTo(FLOW);
    }

    @ParameterizedTest(name = "link type {0}")
    @CsvSource({"0", "1", "9", "50", "101", "104", "108", "113", "166", "228", "229", "239", "242", "276"})
    void aFrameCutAnywhereIsAFlowOrCountedButNeverAnError(int linkType) {
        byte[] whole = join(hex("020000000002020000000001 8100 0064 8847"), u32(0x100), IP);

        for (int length = 0; length <= whole.length; length++) {
            assertThat(Decoded.flow(linkType, Arrays.copyOf(whole, length))).isNotEmpty();
        }
    }
}
