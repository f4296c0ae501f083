package io.tidemark.metering.decode;

import static io.tidemark.metering.decode.Layer.Named.etherType;
import static io.tidemark.metering.decode.Layer.Named.ip;
import static io.tidemark.metering.decode.Layer.Named.linkType;
import static io.tidemark.metering.decode.Layer.Named.ppp;
import static io.tidemark.metering.decode.Layer.Named.udp;

import java.util.List;

/**
 * What stands next in a frame: every header that is decoded, one line each: its title, what reads it, and the numbers by
 * which the header before names it. To decode another protocol write its file and add its line here;
 * {@code DecodedProtocolsPageTest} tells how the reference page follows.
 */
enum Layer {
    /** Nothing that is decoded further, or nothing more is there. */
    NONE("", (cursor, packet) -> end()),

    ETHERNET("Ethernet (IEEE 802.3), also bridged in a tunnel", Ethernet::read, linkType(1), etherType(0x6558)),
    FOUR_BYTE_TAG(
            "R-TAG (IEEE 802.1CB), HSR (IEC 62439-3), VN-Tag", FourByteTag::read, etherType(0xF1C1, 0x892F, 0x8926)),
    CISCO_METADATA("Cisco metadata (security group tags)", CiscoMetadata::read, etherType(0x8909)),
    ARISTA_TIME("Arista timestamps", AristaTime::read, etherType(0xD28B)),
    MACSEC("MACsec that is signed but not encrypted (IEEE 802.1AE)", Macsec::read, etherType(0x88E5)),
    FABRIC_PATH("Cisco FabricPath", FabricPath::read, etherType(0x8903)),
    TRILL("TRILL (RFC 6325)", Trill::read, etherType(0x22F3)),
    VLAN("802.1Q and 802.1ad tags, nested", VlanTag::read, etherType(0x8100, 0x88A8, 0x9100, 0x9200, 0x9300)),
    PBB("MAC-in-MAC (IEEE 802.1ah)", Pbb::read, etherType(0x88E7)),
    LLC("LLC and SNAP (IEEE 802.2)", Llc::read, linkType(11), etherType(0x8870)),
    MPLS(
            "MPLS (RFC 3032), Ethernet pseudowires (RFC 4448)",
            Mpls::read,
            etherType(0x8847, 0x8848),
            ppp(0x0281, 0x0283),
            ip(137),
            udp(6635)),
    PPPOE("PPPoE sessions (RFC 2516)", Pppoe::read, linkType(51), etherType(0x8864)),
    PPP("PPP (RFC 1661) in PPPoE, L2TP, PPTP", Ppp::read),
    PPP_LINK("PPP on a link, Cisco HDLC with it", Ppp::readLink, linkType(9, 50, 166)),
    HDLC("Cisco HDLC", Hdlc::read, linkType(104)),
    SLL("Linux cooked capture", Sll::read, linkType(113)),
    SLL2("Linux cooked capture, version 2", Sll2::read, linkType(276)),
    NULL("BSD loopback, byte order of the machine", NullLink::read, linkType(0)),
    LOOP("BSD loopback, network byte order", NullLink::readLoop, linkType(108)),
    RAW("IP without a link header", RawIp::read, linkType(12, 14, 19, 101, 106, 228, 229)),
    NFLOG("Linux NFLOG", Nflog::read, linkType(239)),
    IPOIB("IP over InfiniBand (RFC 4391)", Ipoib::read, linkType(242)),
    FRAME_RELAY("Frame Relay (RFC 2427, Cisco)", FrameRelay::read, linkType(107)),
    TOKEN_RING("Token Ring (IEEE 802.5)", TokenRing::read, linkType(6)),
    FDDI("FDDI", Fddi::read, linkType(10)),
    ARCNET("ARCNET (RFC 1201)", Arcnet::read, linkType(7)),
    ARCNET_LINUX("ARCNET as Linux has it", Arcnet::readLinux, linkType(129)),
    SUN_ATM("SunATM", SunAtm::read, linkType(123)),
    FIBRE_CHANNEL("IP over Fibre Channel (RFC 2625)", Addresses::readFibreChannel, linkType(122)),
    FIREWIRE("IP over FireWire (RFC 2734)", Addresses::readFirewire, linkType(138)),
    ENC("OpenBSD enc", Skipped::readEnc, linkType(109)),
    IPNET("Solaris ipnet", Skipped::readIpnet, linkType(226)),
    JUNIPER_ETHERNET("Juniper Ethernet", JuniperEthernet::read, linkType(178)),
    PPI("Per-Packet Information", Ppi::read, linkType(192)),
    PKTAP("macOS pktap", Pktap::read, linkType(258)),
    WLAN("Wi-Fi data frames (IEEE 802.11)", Wlan::read, linkType(105)),
    RADIOTAP("Radiotap before Wi-Fi", Radiotap::read, linkType(127)),
    PRISM("Prism and AVS before Wi-Fi", Prism::read, linkType(119, 163)),

    IPV4("IPv4 with options and fragments (RFC 791), in IP too", Ipv4::read, etherType(0x0800), ppp(0x0021), ip(4)),
    IPV6(
            "IPv6 with extension headers, fragments, jumbograms (RFC 8200, 2675), in IP too",
            Ipv6::read,
            etherType(0x86DD),
            ppp(0x0057),
            ip(41)),
    TCP("TCP (RFC 9293)", Tcp::read, ip(6)),
    UDP("UDP (RFC 768), UDP-Lite (RFC 3828)", Udp::read, ip(17, 136)),
    SCTP("SCTP (RFC 9260)", Sctp::read, ip(132)),
    DCCP("DCCP (RFC 4340)", Dccp::read, ip(33)),
    ICMP("ICMP (RFC 792), ICMPv6 (RFC 4443)", Icmp::read, ip(1, 58)),

    AH("AH in tunnel mode (RFC 4302); else it is the flow's protocol", Ah::read, ip(51)),
    PIM("PIM Register (RFC 7761)", Pim::read, ip(103)),
    ETHER_IP("EtherIP (RFC 3378)", EtherIp::read, ip(97)),
    ETHERNET_IN_IP("Ethernet in IP (RFC 8986)", EtherIp::readBare, ip(143)),
    GRE("GRE (RFC 1701, 2784, 2890), PPTP (RFC 2637), ERSPAN I to III, WCCP", Gre::read, ip(47)),
    NSH("Network Service Header (RFC 8300)", Nsh::read, etherType(0x894F)),
    L2TP("L2TP, version 2 (RFC 2661)", L2tp::read, udp(1701)),
    CAPWAP("CAPWAP data (RFC 5415)", Capwap::read, udp(5247)),
    LISP("LISP (RFC 9300)", Lisp::read, udp(4341)),
    TZSP("TZSP", Tzsp::read, udp(37008)),
    VXLAN_GPE("VXLAN-GPE", VxlanGpe::read, udp(4790)),
    VXLAN("VXLAN (RFC 7348)", Vxlan::read, udp(4789)),
    GENEVE("GENEVE with options (RFC 8926)", Geneve::read, udp(6081)),
    GTPU("GTP-U with extension headers (3GPP TS 29.281), GTP version 0", Gtpu::read, udp(2152, 2123, 3386)),
    TEREDO("Teredo (RFC 4380)", Teredo::read, udp(3544));

    /** Reads one header. */
    @FunctionalInterface
    interface Reader {
        /** The cursor stands before the header and goes behind it; the answer is what stands there. */
        Layer read(Cursor cursor, Packet packet);
    }

    /** Numbers that name a header, in one of the registries. */
    record Named(Registry by, int... numbers) {
        /** LINKTYPE_ values (pcap-linktype(7)). */
        static Named linkType(int... numbers) {
            return new Named(Registry.LINK_TYPE, numbers);
        }

        /** EtherTypes (IEEE 802 Numbers, IANA). */
        static Named etherType(int... numbers) {
            return new Named(Registry.ETHER_TYPE, numbers);
        }

        /** PPP protocol numbers (IANA). */
        static Named ppp(int... numbers) {
            return new Named(Registry.PPP, numbers);
        }

        /** IP protocol numbers (IANA). */
        static Named ip(int... numbers) {
            return new Named(Registry.IP, numbers);
        }

        /** UDP ports; of the two in a header the destination is asked first. */
        static Named udp(int... numbers) {
            return new Named(Registry.UDP_PORT, numbers);
        }
    }

    /** Who gives the numbers. */
    enum Registry {
        LINK_TYPE(1 << 16),
        ETHER_TYPE(1 << 16),
        PPP(1 << 16),
        IP(1 << 8),
        UDP_PORT(1 << 16);

        final int size;

        Registry(int size) {
            this.size = size;
        }
    }

    /** Registries turned round, filled from the lines above. A byte for each number: the layer's ordinal, 0 is none. */
    private static final class Index {
        static final Layer[] LAYERS = values();
        static final byte[] LINK_TYPES = of(Registry.LINK_TYPE);
        static final byte[] ETHER_TYPES = of(Registry.ETHER_TYPE);
        static final byte[] PPP_PROTOCOLS = of(Registry.PPP);
        static final byte[] IP_PROTOCOLS = of(Registry.IP);
        static final byte[] UDP_PORTS = of(Registry.UDP_PORT);
        /** A bit a port. Ports are random where no tunnel is: 8 KiB stay in the first cache, the bytes would not. */
        static final long[] IS_UDP_PORT = bits(UDP_PORTS);

        private static byte[] of(Registry registry) {
            var index = new byte[registry.size];
            for (Layer layer : LAYERS) {
                for (Named named : layer.named) {
                    if (named.by == registry) {
                        for (int number : named.numbers) {
                            index[number] = (byte) layer.ordinal();
                        }
                    }
                }
            }
            return index;
        }

        private static long[] bits(byte[] index) {
            var bits = new long[index.length >>> 6];
            for (int i = 0; i < index.length; i++) {
                bits[i >>> 6] |= index[i] == 0 ? 0 : 1L << i;
            }
            return bits;
        }
    }

    /** For the reference page. */
    final String title;

    final Reader reader;
    final List<Named> named;

    Layer(String title, Reader reader, Named... named) {
        this.title = title;
        this.reader = reader;
        this.named = List.of(named);
    }

    private static Layer end() {
        return NONE;
    }

    static Layer ofLinkType(int linkType) {
        return Index.LAYERS[Index.LINK_TYPES[linkType & 0xFFFF]];
    }

    /** After an EtherType, or below 1536 an 802.3 length. */
    static Layer ofEtherType(int type) {
        return type < 0x600 ? LLC : Index.LAYERS[Index.ETHER_TYPES[type & 0xFFFF]];
    }

    static Layer ofPpp(int protocol) {
        return Index.LAYERS[Index.PPP_PROTOCOLS[protocol & 0xFFFF]];
    }

    static Layer ofIpProtocol(int protocol) {
        return Index.LAYERS[Index.IP_PROTOCOLS[protocol & 0xFF]];
    }

    /** A tunnel that uses this port; NONE for all others. */
    static Layer ofUdpPort(int port) {
        return isTunnel(port) ? Index.LAYERS[Index.UDP_PORTS[port]] : NONE;
    }

    /** Some tunnel uses this UDP port. */
    static boolean isTunnel(int port) {
        return (Index.IS_UDP_PORT[port >>> 6] >>> port & 1) != 0;
    }
}
