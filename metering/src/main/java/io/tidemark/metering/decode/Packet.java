package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a frame says that matters for its flow; one object, filled anew for every frame. Addresses, lengths and transport are
 * those of the innermost IP header that could be read, the tunnel's those of the outermost. Addresses are 128 bits in two
 * longs, big endian; IPv4 is {@code ::ffff:a.b.c.d}.
 *
 * <p>It has the key of its biflow (RFC 5103), the same one in both directions: end A is the one whose address, or else port, is
 * the lower unsigned number. What a meter looks at for each packet is packed in few words, because at some million packets a second each
 * load and store counts.
 */
public class Packet {
    /** TCP flags (RFC 9293, 3.1). */
    public static final int FIN = 1;

    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int ACK = 16;

    /** Where in the {@link #facts} the time to live is. */
    public static final int LEAST_TTL = 8;

    /** And where it is once more. */
    public static final int LARGEST_TTL = 16;

    /** Where in the {@link #facts} the DSCP is. */
    public static final int DSCP = 24;

    /** Where in the {@link #key} the observation point is, 16 bits. */
    public static final int KEY_POINT = 40;

    /** Set in {@link #key} where the IP version is 4. */
    public static final long KEY_IPV4 = 1L << 56;

    private static final int TCP = 6;
    private static final int ICMP = 1;
    private static final int ICMP_6 = 58;
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    private static final long PORT = 0xFFFF;
    private static final long ADDRESS_4 = 0xFFFFFFFFL << 16;
    private static final long SEED_A = ThreadLocalRandom.current().nextLong() | 1;
    private static final long SEED_B = ThreadLocalRandom.current().nextLong() | 1;

    // What is told.
    private long aHigh;
    private long aLow;
    private long bHigh;
    private long bLow;
    private long key;
    private long hash;
    private int direction;
    private int facts;
    long ipBytes;
    int tcpSeq;
    int tcpPayload;
    long tcpRest;
    int vlan;
    boolean fragment;
    int icmpTypeCode;
    private TunnelType tunnelType = TunnelType.TUNNEL_NONE;
    private long tunnelId;
    private boolean tunnelIpv4;
    private long tunnelSrcHigh;
    private long tunnelSrcLow;
    private long tunnelDstHigh;
    private long tunnelDstLow;

    // What the protocols' files find, header by header, until the frame is read.
    int ipHeaders;
    boolean ipv4;
    long srcHigh;
    long srcLow;
    long dstHigh;
    long dstLow;
    int protocol;
    int dscp;
    int ttl;
    int srcPort;
    int dstPort;
    int tcpFlags;
    long payload; // bytes after the IP headers by their lengths, not by what is captured
    private TunnelType entered = TunnelType.TUNNEL_NONE;
    private long enteredId;
    private boolean layered; // they found something that the next frame may not have

    /** Nothing is known of the frame. */
    void clear() {
        layered = true;
        ipHeaders = 0;
        vlan = 0;
        fragment = false;
        icmpTypeCode = 0;
        tunnelType = TunnelType.TUNNEL_NONE;
        entered = TunnelType.TUNNEL_NONE;
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
        tcpRest = 0;
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

    /** The last header has been read, and one of IP was among them: what was found is what is told. */
    void complete(long point) {
        int ports = srcPort << 16 | dstPort;
        if (ipv4) {
            key4((int) srcLow, (int) dstLow, ports, protocol, point);
        } else {
            key6(srcHigh, srcLow, dstHigh, dstLow, ports, protocol, point);
        }
        facts = facts(dscp, ttl, tcpFlags);
        if (protocol != TCP) {
            noTcp(protocol == ICMP || protocol == ICMP_6 ? 0 : Tcp.NOTHING_NEW);
        }
    }

    void noTcp(long rest) {
        tcpSeq = 0;
        tcpPayload = 0;
        tcpRest = rest;
    }

    /** A frame of one IP header, no tunnel, no fragment, no ICMP: what else the packet tells is set apart. */
    void plain(int vlanId, int bytes, int serviceByte, int timeToLive) {
        if (layered) {
            clear();
            layered = false;
        }
        vlan = vlanId;
        ipBytes = bytes;
        facts = facts(serviceByte >>> 2, timeToLive, 0);
    }

    /** Of a plain frame: TCP's. */
    void flags(int ofTcp) {
        facts |= ofTcp;
    }

    private static int facts(int dscp, int timeToLive, int flags) {
        return dscp << DSCP | timeToLive << LARGEST_TTL | timeToLive << LEAST_TTL | flags;
    }

    /** The key; {@code ports} has the source's in its upper half. No branch asks for the direction: half of the time the processor would guess it wrong. */
    void key4(int src, int dst, int ports, int ipProtocol, long point) {
        long from = (src & 0xFFFFFFFFL) << 16 | ports >>> 16; // address and port are one number
        long to = (dst & 0xFFFFFFFFL) << 16 | ports & PORT;
        long back = to - from >>> 63;
        long swap = (from ^ to) & -back;
        from ^= swap;
        to ^= swap;
        aHigh = 0;
        aLow = V4_MAPPED | from >>> 16;
        bHigh = 0;
        bLow = V4_MAPPED | to >>> 16;
        key = KEY_IPV4 | point << KEY_POINT | (long) ipProtocol << 32 | (to & PORT) << 16 | from & PORT;
        direction = (int) back;
        hash = hash4(from, to, ipProtocol, point);
    }

    /** As {@link #key4}. */
    void key6(long fromHigh, long fromLow, long toHigh, long toLow, int ports, int ipProtocol, long point) {
        long fromPort = ports >>> 16;
        long toPort = ports & PORT;
        long back = fromHigh != toHigh
                ? isLower(toHigh, fromHigh)
                : fromLow != toLow ? isLower(toLow, fromLow) : toPort - fromPort >>> 63;
        long high = (fromHigh ^ toHigh) & -back;
        long low = (fromLow ^ toLow) & -back;
        long port = (fromPort ^ toPort) & -back;
        aHigh = fromHigh ^ high;
        bHigh = toHigh ^ high;
        aLow = fromLow ^ low;
        bLow = toLow ^ low;
        key = point << KEY_POINT | (long) ipProtocol << 32 | (toPort ^ port) << 16 | fromPort ^ port;
        direction = (int) back;
        hash = hash6(aHigh, aLow, bHigh, bLow, key);
    }

    /** The {@link #hash()} of a packet with this key. */
    public static long hash(long aHigh, long aLow, long bHigh, long bLow, long key) {
        return (key & KEY_IPV4) == 0
                ? hash6(aHigh, aLow, bHigh, bLow, key)
                : hash4(
                        aLow << 16 & ADDRESS_4 | key & PORT,
                        bLow << 16 & ADDRESS_4 | key >>> 16 & PORT,
                        key >>> 32 & 0xFF,
                        key >>> KEY_POINT & 0xFFFF);
    }

    /** @param a address and port of A, 48 bits; {@code b} those of B */
    private static long hash4(long a, long b, long ipProtocol, long point) {
        return fold((point << 48 | a) ^ SEED_A, (ipProtocol << 48 | b) ^ SEED_B);
    }

    private static long hash6(long aHigh, long aLow, long bHigh, long bLow, long key) {
        return fold(fold(aLow ^ SEED_A, aHigh ^ key ^ SEED_B) ^ bHigh, bLow ^ SEED_B);
    }

    /** Both halves of the 128-bit product: the mixing step of wyhash (Wang Yi, public domain). */
    private static long fold(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b) ^ a * b;
    }

    /** 1 if a is lower than b, both unsigned, else 0: the borrow of a - b (Warren, Hacker's Delight, 2-13). */
    private static long isLower(long a, long b) {
        return (~a & b | (~a | b) & a - b) >>> 63;
    }

    public long aHigh() {
        return aHigh;
    }

    public long aLow() {
        return aLow;
    }

    public long bHigh() {
        return bHigh;
    }

    public long bLow() {
        return bLow;
    }

    /** Port of A in bits 0-15, of B in 16-31, protocol in 32-39, observation point in 40-55, {@link #KEY_IPV4}. */
    public long key() {
        return key;
    }

    /** Of the key, the same both ways. It is seeded at each start: who sends packets cannot choose collisions. */
    public long hash() {
        return hash;
    }

    /** 0: from A to B, 1: from B to A. */
    public int direction() {
        return direction;
    }

    /** TCP flags in bits 0-7, time to live in 8-15 and again in 16-23, DSCP in 24-29; the others are 0. */
    public int facts() {
        return facts;
    }

    public boolean ipv4() {
        return (key & KEY_IPV4) != 0;
    }

    public long srcHigh() {
        return direction == 0 ? aHigh : bHigh;
    }

    public long srcLow() {
        return direction == 0 ? aLow : bLow;
    }

    public long dstHigh() {
        return direction == 0 ? bHigh : aHigh;
    }

    public long dstLow() {
        return direction == 0 ? bLow : aLow;
    }

    public int srcPort() {
        return (int) (key >>> 16 * direction & PORT);
    }

    public int dstPort() {
        return (int) (key >>> 16 - 16 * direction & PORT);
    }

    /** IP protocol number, after IPv6 extension headers. */
    public int protocol() {
        return (int) (key >>> 32) & 0xFF;
    }

    /** IPv4 total length, or 40 + IPv6 payload length. */
    public long ipBytes() {
        return ipBytes;
    }

    public int dscp() {
        return facts >>> DSCP;
    }

    /** Time to live or hop limit. */
    public int ttl() {
        return facts >>> LEAST_TTL & 0xFF;
    }

    /** A later fragment of a datagram: it shows no ports. */
    public boolean fragment() {
        return fragment;
    }

    /** Type * 256 + code of ICMP and ICMPv6, else 0. */
    public int icmpTypeCode() {
        return icmpTypeCode;
    }

    /** A whole TCP header was there; only then do the tcp getters tell anything, but for the flags. */
    public boolean tcp() {
        return protocol() == TCP && tcpRest != 0;
    }

    public int tcpFlags() {
        return facts & 0xFF;
    }

    public int tcpSeq() {
        return tcpSeq;
    }

    public int tcpAck() {
        return (int) (tcpRest >>> 32);
    }

    /** As announced, not scaled. */
    public int tcpWindow() {
        return (int) tcpRest & 0xFFFF;
    }

    /** Bytes of data in the segment, by the lengths in the headers. */
    public int tcpPayload() {
        return tcpPayload;
    }

    /**
     * The second 64 bits of the TCP header: acknowledgment 32, header length 4, reserved 4, flags 8, window 16; 0 if it is not
     * whole. ICMP has 0, too; all other protocols have those of an acknowledgment, with sequence number 0 and no data, so that who
     * looks for what is unusual finds nothing and need not ask for the protocol.
     */
    public long tcpRest() {
        return tcpRest;
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
