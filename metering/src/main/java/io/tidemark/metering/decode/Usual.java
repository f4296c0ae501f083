package io.tidemark.metering.decode;

import io.tidemark.metering.memory.Memory;

/**
 * Most frames, read at once by their address: Ethernet, perhaps one VLAN tag, IPv4 without options or IPv6 without extensions, no
 * fragment, then TCP or UDP and no tunnel. What it reads is what the protocols' own files read ({@code UsualProperties} holds it to
 * that); all other frames it leaves to them. Before a header is read, what is captured is compared with its length.
 */
final class Usual {
    private static final int ETHERNET = 14;
    private static final int IPV4 = 20;
    private static final int IPV6 = 40;
    private static final int TCP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int IS_IPV4 = 0x0800;
    private static final int IS_IPV6 = 0x86DD;
    private static final int IS_TAGGED = 0x8100;

    private static final long VERSION_LENGTH_FRAGMENT = 0xFFL << 56 | 0x3FFF; // of an IPv4 header's first 8 bytes
    private static final long IPV4_PLAIN = 0x45L << 56;

    private Usual() {}

    /**
     * False: it is not such a frame of IPv4, and what is in the packet means nothing.
     *
     * @param at       address of its first byte
     * @param captured bytes that are there
     * @param point    observation point
     */
    static boolean ipv4(Packet packet, long at, int captured, long point) {
        int tag = tag(at, captured);
        long ip = at + ETHERNET + tag;
        int left = captured - ETHERNET - tag;
        if (left < IPV4 + UDP_HEADER || Memory.u16(ip, -2) != IS_IPV4) {
            return false;
        }
        long first = Memory.u64(ip, 0); // version and length 8, service 8, total length 16, id 16, flags 3, offset 13
        long second = Memory.u64(ip, 8); // time to live 8, protocol 8, checksum 16, source 32
        if ((first & VERSION_LENGTH_FRAGMENT) != IPV4_PLAIN) {
            return false;
        }
        int total = (int) (first >>> 32) & 0xFFFF;
        int protocol = (int) (second >>> 48) & 0xFF;
        packet.plain(vlan(at, tag), total, (int) (first >>> 48) & 0xFF, (int) (second >>> 56));
        packet.key4((int) second, Memory.u32(ip, 16), Memory.u32(ip, IPV4), protocol, point);
        return transport(packet, ip + IPV4, Math.min(left, total) - IPV4, total - IPV4, protocol);
    }

    /** As {@link #ipv4}, of IPv6. */
    static boolean ipv6(Packet packet, long at, int captured, long point) {
        int tag = tag(at, captured);
        long ip = at + ETHERNET + tag;
        int left = captured - ETHERNET - tag;
        if (left < IPV6 + UDP_HEADER || Memory.u16(ip, -2) != IS_IPV6) {
            return false;
        }
        long first = Memory.u64(ip, 0); // version 4, class 8, flow label 20, payload length 16, next 8, hop limit 8
        int length = (int) (first >>> 16) & 0xFFFF;
        int protocol = (int) (first >>> 8) & 0xFF;
        if (first >>> 60 != 6) {
            return false;
        }
        packet.plain(vlan(at, tag), IPV6 + length, (int) (first >>> 52) & 0xFF, (int) first & 0xFF);
        packet.key6(
                Memory.u64(ip, 8),
                Memory.u64(ip, 16),
                Memory.u64(ip, 24),
                Memory.u64(ip, 32),
                Memory.u32(ip, IPV6),
                protocol,
                point);
        return transport(packet, ip + IPV6, Math.min(left - IPV6, length), length, protocol);
    }

    /** Bytes of the VLAN tag, 4 or 0: no branch asks, as there is one in some packets and none in others. */
    private static int tag(long at, int captured) {
        if (captured < ETHERNET) {
            return 0;
        }
        return (Memory.u16(at, 12) ^ IS_TAGGED) - 1 >>> 31 << 2;
    }

    /** The tag's id, or 0 without one. What lies there otherwise is of an IP header that is there. */
    private static int vlan(long at, int tag) {
        return Memory.u16(at, ETHERNET) & 0xFFF & -(tag >>> 2);
    }

    /**
     * False: it is not as usual.
     *
     * @param room    bytes that are captured and belong to the packet
     * @param payload bytes that were sent
     */
    private static boolean transport(Packet packet, long at, int room, int payload, int protocol) {
        if (protocol == TCP) {
            return room >= TCP_HEADER && tcp(packet, at, payload);
        }
        if (protocol != UDP || room < UDP_HEADER) {
            return false;
        }
        int ports = Memory.u32(at, 0);
        if (Layer.isTunnel(ports & 0xFFFF) || Layer.isTunnel(ports >>> 16)) {
            return false;
        }
        packet.noTcp(Tcp.NOTHING_NEW);
        return true;
    }

    private static boolean tcp(Packet packet, long at, int payload) {
        long rest = Memory.u64(at, 8); // acknowledgment 32, header length 4, reserved 4, flags 8, window 16
        int header = (int) (rest >>> 28 & 0xF) << 2;
        if (header < TCP_HEADER || header > payload) {
            return false;
        }
        packet.tcpSeq = Memory.u32(at, 4);
        packet.tcpRest = rest;
        packet.tcpPayload = payload - header;
        packet.flags((int) (rest >>> 16) & 0xFF);
        return true;
    }
}
