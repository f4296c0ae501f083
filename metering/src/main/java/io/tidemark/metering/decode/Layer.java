package io.tidemark.metering.decode;

import static io.tidemark.metering.decode.Layer.Named.etherType;
import static io.tidemark.metering.decode.Layer.Named.ip;
import static io.tidemark.metering.decode.Layer.Named.linkType;
import static io.tidemark.metering.decode.Layer.Named.ppp;
import static io.tidemark.metering.decode.Layer.Named.udp;

import java.util.List;

/**
 * What stands next in a frame: every header that is decoded, one line each, with what reads it and the numbers by which the
 * header before names it. To decode another protocol write its file and add its line here.
 */
enum Layer {
    /** Nothing that is decoded further, or nothing more is there. */
    NONE((cursor, packet) -> end()),

    ETHERNET(Ethernet::read, linkType(1), etherType(0x6558)), // transparent Ethernet bridging
    FOUR_BYTE_TAG(FourByteTag::read, etherType(0xF1C1, 0x892F, 0x8926)),
    CISCO_METADATA(CiscoMetadata::read, etherType(0x8909)),
    ARISTA_TIME(AristaTime::read, etherType(0xD28B)),
    MACSEC(Macsec::read, etherType(0x88E5)),
    FABRIC_PATH(FabricPath::read, etherType(0x8903)),
    TRILL(Trill::read, etherType(0x22F3)),
    VLAN(VlanTag::read, etherType(0x8100, 0x88A8, 0x9100, 0x9200, 0x9300)),
    PBB(Pbb::read, etherType(0x88E7)),
    LLC(Llc::read, linkType(11), etherType(0x8870)), // jumbo frames have it behind an EtherType
    MPLS(Mpls::read, etherType(0x8847, 0x8848), ppp(0x0281, 0x0283), ip(137), udp(6635)),
    PPPOE(Pppoe::read, linkType(51), etherType(0x8864)),
    PPP(Ppp::read),
    PPP_LINK(Ppp::readLink, linkType(9, 50, 166)),
    HDLC(Hdlc::read, linkType(104)),
    SLL(Sll::read, linkType(113)),
    SLL2(Sll2::read, linkType(276)),
    NULL(NullLink::read, linkType(0)),
    LOOP(NullLink::readLoop, linkType(108)),
    RAW(RawIp::read, linkType(12, 14, 19, 101, 106, 228, 229)), // DLT_RAW of Linux and OpenBSD; classical IP over ATM
    NFLOG(Nflog::read, linkType(239)),
    IPOIB(Ipoib::read, linkType(242)),
    FRAME_RELAY(FrameRelay::read, linkType(107)),
    TOKEN_RING(TokenRing::read, linkType(6)),
    FDDI(Fddi::read, linkType(10)),
    ARCNET(Arcnet::read, linkType(7)),
    ARCNET_LINUX(Arcnet::readLinux, linkType(129)),
    SUN_ATM(SunAtm::read, linkType(123)),
    FIBRE_CHANNEL(Addresses::readFibreChannel, linkType(122)),
    FIREWIRE(Addresses::readFirewire, linkType(138)),
    ENC(Skipped::readEnc, linkType(109)),
    IPNET(Skipped::readIpnet, linkType(226)),
    JUNIPER_ETHERNET(JuniperEthernet::read, linkType(178)),
    PPI(Ppi::read, linkType(192)),
    PKTAP(Pktap::read, linkType(258)),
    WLAN(Wlan::read, linkType(105)),
    RADIOTAP(Radiotap::read, linkType(127)),
    PRISM(Prism::read, linkType(119, 163)),

    IPV4(Ipv4::read, etherType(0x0800), ppp(0x0021), ip(4)),
    IPV6(Ipv6::read, etherType(0x86DD), ppp(0x0057), ip(41)),
    TCP(Tcp::read, ip(6)),
    UDP(Udp::read, ip(17, 136)),
    SCTP(Sctp::read, ip(132)),
    DCCP(Dccp::read, ip(33)),
    ICMP(Icmp::read, ip(1, 58)),

    AH(Ah::read, ip(51)),
    PIM(Pim::read, ip(103)),
    ETHER_IP(EtherIp::read, ip(97)),
    ETHERNET_IN_IP(EtherIp::readBare, ip(143)),
    GRE(Gre::read, ip(47)),
    NSH(Nsh::read, etherType(0x894F)),
    L2TP(L2tp::read, udp(1701)),
    CAPWAP(Capwap::read, udp(5247)),
    LISP(Lisp::read, udp(4341)),
    TZSP(Tzsp::read, udp(37008)),
    VXLAN_GPE(VxlanGpe::read, udp(4790)),
    VXLAN(Vxlan::read, udp(4789)),
    GENEVE(Geneve::read, udp(6081)),
    GTPU(Gtpu::read, udp(2152, 2123, 3386)),
    TEREDO(Teredo::read, udp(3544));

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

    final Reader reader;
    final List<Named> named;

    Layer(Reader reader, Named... named) {
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
        boolean tunnel = (Index.IS_UDP_PORT[port >>> 6] >>> port & 1) != 0;
        return tunnel ? Index.LAYERS[Index.UDP_PORTS[port]] : NONE;
    }
}
