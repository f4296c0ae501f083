package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/**
 * What a frame says that matters for its flow; one object, filled anew for every frame. Addresses, lengths and transport are
 * those of the innermost IP header that could be read, the tunnel's those of the outermost. Addresses are 128 bits in two
 * longs, big endian; IPv4 is {@code ::ffff:a.b.c.d}.
 */
public final class Packet {
    /** TCP flags (RFC 9293, 3.1). */
    public static final int FIN = 1;

    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int ACK = 16;

    private static final long V4_MAPPED = 0xFFFF_0000_0000L;

    int ipHeaders;
    boolean ipv4;
    long srcHigh;
    long srcLow;
    long dstHigh;
    long dstLow;
    int protocol;
    long ipBytes;
    int dscp;
    int ttl;
    boolean fragment;
    long payload; // bytes after the IP headers by their lengths, not by what is captured
    int srcPort;
    int dstPort;
    int icmpTypeCode;
    int tcpFlags;
    int tcpSeq;
    int tcpAck;
    int tcpWindow;
    int tcpPayload; // -1: the TCP header is not whole
    int vlan;
    TunnelType tunnelType = TunnelType.TUNNEL_NONE;
    long tunnelId;
    boolean tunnelIpv4;
    long tunnelSrcHigh;
    long tunnelSrcLow;
    long tunnelDstHigh;
    long tunnelDstLow;

    private TunnelType entered = TunnelType.TUNNEL_NONE;
    private long enteredId;

    void clear() {
        ipHeaders = 0;
        vlan = 0;
        if (entered != TunnelType.TUNNEL_NONE) { // a reference that is written costs the collector's note of it
            tunnelType = TunnelType.TUNNEL_NONE;
            entered = TunnelType.TUNNEL_NONE;
        }
    }

    /** The one IP header of a frame without a tunnel; of what else the packet tells, addresses and transport are set apart. */
    void one(int vlanId, boolean version4, int ipProtocol, int bytes, int serviceByte, int timeToLive) {
        clear();
        ipHeaders = 1;
        vlan = vlanId;
        ipv4 = version4;
        protocol = ipProtocol;
        ipBytes = bytes;
        dscp = serviceByte >>> 2;
        ttl = timeToLive;
        fragment = false;
        icmpTypeCode = 0;
    }

    /** An 802.1Q tag; the outermost is kept. Priority tags carry id 0, which is none. */
    void tag(int vlanId) {
        if (vlan == 0) {
            vlan = vlanId;
        }
    }

    /** A tunnel's header; it counts once an IP header is found in it. The outermost is kept. */
    void enter(TunnelType type, long id) {
        if (entered == TunnelType.TUNNEL_NONE) {
            entered = type;
            enteredId = id;
        }
    }

    /** An IP header that could be read: all that was known of headers before it is now the tunnel's. */
    void ip(boolean version4, int serviceByte, int timeToLive) {
        if (entered != TunnelType.TUNNEL_NONE && tunnelType == TunnelType.TUNNEL_NONE) {
            throughTunnel();
        }
        ipHeaders++;
        ipv4 = version4;
        dscp = serviceByte >>> 2 & 0x3F;
        ttl = timeToLive;
        fragment = false;
        srcPort = 0;
        dstPort = 0;
        icmpTypeCode = 0;
        tcpFlags = 0;
        tcpPayload = -1;
    }

    private void throughTunnel() {
        tunnelType = entered;
        tunnelId = enteredId;
        boolean outer = ipHeaders > 0;
        tunnelIpv4 = outer && ipv4;
        tunnelSrcHigh = outer ? srcHigh : 0;
        tunnelSrcLow = outer ? srcLow : 0;
        tunnelDstHigh = outer ? dstHigh : 0;
        tunnelDstLow = outer ? dstLow : 0;
    }

    void addresses4(int src, int dst) {
        srcHigh = 0;
        srcLow = V4_MAPPED | src & 0xFFFFFFFFL;
        dstHigh = 0;
        dstLow = V4_MAPPED | dst & 0xFFFFFFFFL;
    }

    public boolean ipv4() {
        return ipv4;
    }

    public long srcHigh() {
        return srcHigh;
    }

    public long srcLow() {
        return srcLow;
    }

    public long dstHigh() {
        return dstHigh;
    }

    public long dstLow() {
        return dstLow;
    }

    public int srcPort() {
        return srcPort;
    }

    public int dstPort() {
        return dstPort;
    }

    /** IP protocol number, after IPv6 extension headers. */
    public int protocol() {
        return protocol;
    }

    /** IPv4 total length, or 40 + IPv6 payload length. */
    public long ipBytes() {
        return ipBytes;
    }

    public int dscp() {
        return dscp;
    }

    /** Time to live or hop limit. */
    public int ttl() {
        return ttl;
    }

    /** A later fragment of a datagram: it shows no ports. */
    public boolean fragment() {
        return fragment;
    }

    /** Type * 256 + code of ICMP and ICMPv6, else 0. */
    public int icmpTypeCode() {
        return icmpTypeCode;
    }

    /** A whole TCP header was there; only then do the tcp getters tell anything. */
    public boolean tcp() {
        return tcpPayload >= 0;
    }

    public int tcpFlags() {
        return tcpFlags;
    }

    public int tcpSeq() {
        return tcpSeq;
    }

    public int tcpAck() {
        return tcpAck;
    }

    /** As announced, not scaled. */
    public int tcpWindow() {
        return tcpWindow;
    }

    /** Bytes of data in the segment, by the lengths in the headers. */
    public int tcpPayload() {
        return tcpPayload;
    }

    /** Outermost 802.1Q/ad VLAN id; 0: none. */
    public int vlan() {
        return vlan;
    }

    public TunnelType tunnelType() {
        return tunnelType;
    }

    public long tunnelId() {
        return tunnelType == TunnelType.TUNNEL_NONE ? 0 : tunnelId;
    }

    public boolean tunnelIpv4() {
        return tunnelIpv4;
    }

    public long tunnelSrcHigh() {
        return tunnelSrcHigh;
    }

    public long tunnelSrcLow() {
        return tunnelSrcLow;
    }

    public long tunnelDstHigh() {
        return tunnelDstHigh;
    }

    public long tunnelDstLow() {
        return tunnelDstLow;
    }
}
