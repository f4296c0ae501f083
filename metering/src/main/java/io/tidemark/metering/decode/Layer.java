package io.tidemark.metering.decode;

/** What stands next in a frame. Numbers, not an enum: the decoder switches on one for each header of each packet. */
final class Layer {
    /** Nothing that is decoded further, or nothing more is there. */
    static final int NONE = 0;

    static final int ETHERNET = 1;
    static final int VLAN = 2;
    static final int MPLS = 3;
    static final int PPPOE = 4;
    static final int PPP = 5;
    static final int PBB = 6;
    static final int LLC = 7;
    static final int SLL = 8;
    static final int SLL2 = 9;
    static final int NULL = 10;
    static final int LOOP = 11;
    static final int RAW = 12;
    static final int IPV4 = 13;
    static final int IPV6 = 14;
    static final int TCP = 15;
    static final int UDP = 16;
    static final int SCTP = 17;
    static final int DCCP = 18;
    static final int ICMP = 19;
    static final int GRE = 20;
    static final int VXLAN = 21;
    static final int GENEVE = 22;
    static final int GTPU = 23;
    static final int TEREDO = 24;
    static final int HDLC = 25;
    static final int PPP_LINK = 26;
    static final int NFLOG = 27;
    static final int IPOIB = 28;

    private Layer() {}

    /** After a LINKTYPE_ value (pcap-linktype(7)). */
    static int ofLinkType(int linkType) {
        return switch (linkType) {
            case 1 -> ETHERNET;
            case 0 -> NULL;
            case 9, 50, 166 -> PPP_LINK;
            case 12, 14, 101, 228, 229 -> RAW; // DLT_RAW of Linux and OpenBSD; LINKTYPE_RAW, IPV4, IPV6
            case 104 -> HDLC;
            case 108 -> LOOP;
            case 113 -> SLL;
            case 239 -> NFLOG;
            case 242 -> IPOIB;
            case 276 -> SLL2;
            default -> NONE;
        };
    }

    /** After an EtherType (IEEE 802 Numbers, IANA); below 1536 it is an 802.3 length. */
    static int ofEtherType(int type) {
        return switch (type) {
            case 0x0800 -> IPV4;
            case 0x86DD -> IPV6;
            case 0x8100, 0x88A8, 0x9100, 0x9200, 0x9300 -> VLAN;
            case 0x8847, 0x8848 -> MPLS;
            case 0x8864 -> PPPOE;
            case 0x88E7 -> PBB;
            case 0x6558 -> ETHERNET; // transparent Ethernet bridging
            case 0x880B -> PPP;
            default -> type < 0x600 ? LLC : NONE;
        };
    }

    /** After a PPP protocol number (RFC 1661, IANA). */
    static int ofPpp(int protocol) {
        return switch (protocol) {
            case 0x0021 -> IPV4;
            case 0x0057 -> IPV6;
            case 0x0281, 0x0283 -> MPLS;
            default -> NONE;
        };
    }

    /** After an IP protocol number (IANA). */
    static int ofIpProtocol(int protocol) {
        return switch (protocol) {
            case 6 -> TCP;
            case 17, 136 -> UDP;
            case 132 -> SCTP;
            case 33 -> DCCP;
            case 1, 58 -> ICMP;
            case 4 -> IPV4;
            case 41 -> IPV6;
            case 47 -> GRE;
            case 137 -> MPLS;
            default -> NONE;
        };
    }
}
