package io.tidemark.metering.decode;

import static io.tidemark.metering.Frames.IPV4;
import static io.tidemark.metering.Frames.UDP;
import static io.tidemark.metering.Frames.ethernet;
import static io.tidemark.metering.Frames.hex;
import static io.tidemark.metering.Frames.ipv4;
import static io.tidemark.metering.Frames.ipv6;
import static io.tidemark.metering.Frames.join;
import static io.tidemark.metering.Frames.u16;
import static io.tidemark.metering.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever carries it, the flow inside is found: one line a header, as hexadecimal digits before what it carries. */
class CarriersTest {
    private static final byte[] IP = ipv4(UDP, "10.0.0.1", "10.0.0.2", udp(1111, 53, new byte[4]));
    private static final byte[] IP6 = ipv6(UDP, "fd00::1", "fd00::2", udp(1111, 53, new byte[4]));
    private static final byte[] FRAME = ethernet(IPV4, IP);
    private static final String FLOW = "17 10.0.0.1:1111 > 10.0.0.2:53, 32 bytes";
    private static final String FLOW6 = "17 fd00000000000000:1:1111 > fd00000000000000:2:53, 52 bytes";
    private static final String OUTER = " 192.0.2.1 > 192.0.2.2";
    private static final String SNAP = "aaaa03 000000 0800";
    private static final String WLAN = "0000 020000000001 020000000002 020000000003 1000";

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "107, Frame Relay with RFC 2427's encapsulation, 1841 03 cc",
        "107, Frame Relay with padding and SNAP, 1841 03 00 80 000000 0800",
        "107, Frame Relay with Cisco's encapsulation, 1841 0800",
        "107, Frame Relay with an address of four bytes, 18408a01 03 cc",
        "9, Cisco HDLC under PPP's link type, 0f00 0800",
        "11, LLC on ATM, aaaa03 000000 0800",
        "19, classical IP over ATM, ''",
        "6, Token Ring, 1040 020000000002 020000000001 aaaa03 000000 0800",
        "6, Token Ring with a source route, 1040 020000000002 820000000001 0630 0011 0020 aaaa03 000000 0800",
        "10, FDDI, 50 020000000002 020000000001 aaaa03 000000 0800",
        "7, ARCNET, 0102 d4 000001",
        "129, ARCNET as Linux has it, 0102 0000 d4 000001",
        "122, IP over Fibre Channel, 00000200000000020000020000000001 aaaa03 000000 0800",
        "138, IP over FireWire, 00112233445566770011223344556677 0800",
        "123, SunATM with LLC, 02000005 aaaa03 000000 0800",
        "123, SunATM with an emulated LAN, 01000005 0001 020000000002 020000000001 0800",
        "109, enc, 02000000 00000000 00000000",
        "226, ipnet, 0102 0000 00000000 00000000 00000000 00000000 00000000",
        "178, Juniper's Ethernet, 4d474301 020000000002 020000000001 0800",
        "178, Juniper's Ethernet with extensions, 4d474381 0006 010200010000 020000000002 020000000001 0800",
        "192, PPI before Ethernet, 0000 0800 01000000 020000000002 020000000001 0800",
        "1, SNAP of a bridge tunnel, 020000000002 020000000001 0028 aaaa03 0000f8 0800",
        "1, a jumbo frame's LLC, 020000000002 020000000001 8870 aaaa03 000000 0800",
        "1, redundancy tag, 020000000002 020000000001 f1c1 0000 0001 0800",
        "1, HSR, 020000000002 020000000001 892f 0040 0001 0800",
        "1, VN-Tag, 020000000002 020000000001 8926 00000000 0800",
        "1, Cisco metadata, 020000000002 020000000001 8909 0101 0001 0000 0800",
        "1, Arista's time in 64 bits, 020000000002 020000000001 d28b 0001 0010 0000000000000000 0800",
        "1, Arista's time in 48 bits, 020000000002 020000000001 d28b 0001 0020 000000000000 0800",
        "1, MACsec that is only signed, 020000000002 020000000001 88e5 20 00 00000001 0200000000010001 0800",
        "1, MACsec without channel, 020000000002 020000000001 88e5 00 00 00000001 0800",
        "1, FabricPath, 020000000002 020000000001 8903 0001 020000000002 020000000001 0800",
        "1, TRILL, 020000000002 020000000001 22f3 0000 0001 0002 020000000002 020000000001 0800",
    })
    void aLinkHeaderIsPassed(int linkType, String name, String header) {
        assertThat(Decoded.flow(linkType, join(hex(header), IP))).as(name).isEqualTo(FLOW);
    }

    @Test
    void pppoeMayStandFirst() {
        assertThat(Decoded.flow(51, join(hex("1100 0001 0022 0021"), IP))).isEqualTo(FLOW + " in PPPOE 1");
    }

    @Test
    void theRecordOfPktapSaysWhatIsBehindIt() {
        byte[] header = join(hex("6c000000 01000000 01000000"), new byte[96]);

        assertThat(Decoded.flow(258, join(header, FRAME))).isEqualTo(FLOW);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "data, 0800, ''",
        "QoS data, 8800, 0000",
        "data between access points, 0803, 020000000004",
        "QoS data with HT control, 8880, 0000 11223344",
        "the first part of an aggregate, 8800, 8000 020000000001 020000000002 0028",
    })
    void aWirelessDataFrameIsPassed(String name, String kind, String rest) {
        byte[] frame = join(hex(kind + WLAN + rest + SNAP), IP);

        assertThat(Decoded.flow(105, frame)).isEqualTo(FLOW);
        assertThat(Decoded.flow(127, join(hex("0000 0800 00000000"), frame))).isEqualTo(FLOW);
        assertThat(Decoded.flow(192, join(hex("0000 0800 69000000"), frame))).isEqualTo(FLOW);
        assertThat(Decoded.flow(119, join(hex("44000000 90000000"), new byte[136], frame)))
                .isEqualTo(FLOW);
        assertThat(Decoded.flow(163, join(hex("80211001 00000040"), new byte[56], frame)))
                .isEqualTo(FLOW);
    }

    @Test
    void radiotapTellsThatTheWirelessHeaderIsPadded() {
        byte[] frame = join(hex("8800" + WLAN + "0000 0000" + SNAP), IP);

        assertThat(Decoded.flow(127, join(hex("0000 0900 02000000 20"), frame))).isEqualTo(FLOW);
        assertThat(Decoded.flow(127, join(hex("0000 1900 03000080 00000000 00000000 0000000000000000 20"), frame)))
                .as("a second word of fields, time before the flags")
                .isEqualTo(FLOW);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"encrypted, 0840", "not the last fragment, 0804", "no data, 4800", "management, 8000"})
    void aWirelessFrameThatCannotBeReadIsNotIp(String name, String kind) {
        assertThat(Decoded.flow(105, join(hex(kind + WLAN + SNAP), IP))).isEqualTo("NOT_IP");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "97, EtherIP, 3000, ETHERIP 0",
        "143, Ethernet, '', ETHERIP 0",
        "47, GRE in MikroTik's way, 2001 6400 002e 0500, GRE 3015936",
    })
    void anEthernetFrameInIpIsRead(int protocol, String name, String header, String tunnel) {
        assertThat(outer(protocol, join(hex(header), FRAME))).isEqualTo(FLOW + " in " + tunnel + OUTER);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "103, PIM Register, 2100 dead 00000000, PIM 0",
        "51, AH in tunnel mode, 0404 0000 00000001 00000001 000000000000000000000000, IPIP 0",
        "47, GRE with routing, 4000 0800 0000 0000 0002 0004 01020304 0000 0000, GRE 0",
        "47, GRE with Frame Relay, 0000 6559 1841 03 cc, GRE 0",
        "47, GRE with NSH, 0000 894f 0fc2 02 01 00000aff, GRE 0",
    })
    void anIpPacketInIpIsRead(int protocol, String name, String header, String tunnel) {
        assertThat(outer(protocol, join(hex(header), IP))).isEqualTo(FLOW + " in " + tunnel + OUTER);
    }

    @Test
    void ahIsTheProtocolOfWhatItOnlyAuthenticates() {
        byte[] header = hex("1104 0000 00000001 00000001 000000000000000000000000");

        assertThat(outer(51, join(header, udp(1, 2, new byte[1])))).isEqualTo("51 192.0.2.1:0 > 192.0.2.2:0, 53 bytes");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "4790, VXLAN-GPE, 0c000001 00007b00, VXLAN 123",
        "4790, VXLAN-GPE with NSH, 0c000004 00007b00 0fc2 02 01 00000aff, VXLAN 123",
        "6081, GENEVE with NSH, 0000 894f 00007b00 0fc2 02 01 00000aff, GENEVE 123",
        "1701, L2TP, 0002 0001 0002 ff03 0021, L2TP 65538",
        "1701, L2TP with all of its fields, 4a02 0034 0001 0002 0001 0002 0002 0000 0021, L2TP 65538",
        "4341, LISP, 08000000 00000500, LISP 5",
        "3386, GTP of version 0, 1eff 0020 0000 0007 ffffffff 0000000000000000, GTPU 7",
        "6635, MPLS with a channel beside it, 0000d140 10000021, MPLS 13",
    })
    void anIpPacketInUdpIsRead(int port, String name, String header, String tunnel) {
        byte[] datagram = udp(50000, port, join(hex(header), IP));

        assertThat(outer(UDP, datagram)).isEqualTo(FLOW + " in " + tunnel + OUTER);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "4790, VXLAN-GPE, 0c000003 00007b00, VXLAN 123",
        "5247, CAPWAP, 00100000 00000000, CAPWAP 0",
        "2152, GTP-U, 30ff 002e 00000001, GTPU 1",
        "37008, TZSP, 01 00 0001 0a 01 00 00 01, TZSP 0",
    })
    void anEthernetFrameInUdpIsRead(int port, String name, String header, String tunnel) {
        byte[] datagram = udp(50000, port, join(hex(header), FRAME));

        assertThat(outer(UDP, datagram)).isEqualTo(FLOW + " in " + tunnel + OUTER);
    }

    @Test
    void capwapCarriesWirelessFramesWhoseFirstBytesMayBeTurned() {
        byte[] header = hex("00100300 00000000");

        for (String kind : new String[] {"0801", "0108"}) {
            byte[] frame = join(header, hex(kind + WLAN + SNAP), IP);

            assertThat(outer(UDP, udp(50000, 5247, frame))).isEqualTo(FLOW + " in CAPWAP 0" + OUTER);
        }
    }

    @Test
    void nshBehindEthernetIsATunnel() {
        assertThat(Decoded.ethernet(ethernet(0x894F, join(hex("0fc2 02 02 00000aff"), IP6))))
                .isEqualTo(FLOW6 + " in NSH 10");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "1701, L2TP control message, c802 000c 0001 0000 0000 0000",
        "1701, L2TP of version 3, 0003 0000 00000005 00000000",
        "5247, CAPWAP that is encrypted, 01000000 00000000",
        "5247, CAPWAP keep-alive, 00100008 00000000",
        "37008, TZSP without an end of its tags, 01 00 0001 0a 01 00",
    })
    void whatIsNoPacketOfTheTunnelIsPayload(int port, String name, String header) {
        assertThat(outer(UDP, udp(50000, port, hex(header))))
                .startsWith("17 192.0.2.1:50000 > 192.0.2.2:" + port + ", ")
                .doesNotContain(" in ");
    }

    @Test
    void aDatagramEndsWhereItsOwnLengthSays() {
        byte[] vxlan = join(hex("08000000 00007b00"), FRAME);
        byte[] cut = join(u16(50000), u16(4789), u16(20), u16(0), vxlan);
        byte[] nonsense = join(u16(50000), u16(4789), u16(4), u16(0), vxlan);

        assertThat(outer(UDP, cut)).isEqualTo("17 192.0.2.1:50000 > 192.0.2.2:4789, 82 bytes");
        assertThat(outer(UDP, nonsense)).isEqualTo("17 192.0.2.1:50000 > 192.0.2.2:4789, 82 bytes");
    }

    private static String outer(int protocol, byte[] payload) {
        return Decoded.flow(Decoded.RAW, ipv4(protocol, "192.0.2.1", "192.0.2.2", payload));
    }
}
