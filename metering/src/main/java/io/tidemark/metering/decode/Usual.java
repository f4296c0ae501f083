package io.tidemark.metering.decode;

import io.tidemark.metering.memory.Memory;

/**
 * Most frames, read at once by their address: Ethernet, perhaps one VLAN tag, IPv4 without options or IPv6 without extensions, no
 * fragment, then TCP or UDP and no tunnel. What it reads is what the protocols' own files read ({@code UsualProperties} holds it to
 * that); all other frames it leaves to them. Before a header is read, what is captured is compared with its length.
 */
final class Usual {
    private static final int ETHERNET = 14;
    private static final int TAG = 4;
    private static final int IPV4 = 20;
    private static final int IPV6 = 40;
    private static final int TCP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int IS_IPV4 = 0x0800;
    private static final int IS_IPV6 = 0x86DD;
    private static final int IS_TAGGED = 0x8100;

    private static final int UNUSUAL = -1;

    private Usual() {}

    /**
     * False: it is not such a frame of IPv4, and what is in the packet means nothing.
     *
     * @param at       address of its first byte
     * @param captured bytes that are there
     * @param point    observation point
     */
    static boolean ipv4(Packet packet, long at, int captured, long point) {
        if (captured < ETHERNET + IPV4 + UDP_HEADER) {
            return false;
        }
        int type = Memory.u16(at, 12);
        int vlan = 0;
        long ip = at + ETHERNET;
        int left = captured - ETHERNET;
        if (type != IS_IPV4) {
            int tag = Memory.u32(at, ETHERNET);
            left -= TAG;
            if (type != IS_TAGGED || (tag & 0xFFFF) != IS_IPV4 || left < IPV4 + UDP_HEADER) {
                return false;
            }
            vlan = vlan(tag);
            ip += TAG;
        }
        long first = Memory.u64(ip, 0); // version and length 8, service 8, total length 16, id 16, flags 3, offset 13
        long second = Memory.u64(ip, 8); // time to live 8, protocol 8, checksum 16, source 32
        int total = (int) (first >>> 32) & 0xFFFF;
        int protocol = (int) (second >>> 48) & 0xFF;
        if (first >>> 56 != 0x45 || (first & 0x3FFF) != 0) {
            return false;
        }
        int flags = transport(packet, ip + IPV4, Math.min(left, total) - IPV4, total - IPV4, protocol);
        if (flags == UNUSUAL) {
            return false;
        }
        packet.plain(vlan, total, (int) (first >>> 48) & 0xFF, (int) (second >>> 56), flags);
        packet.key4((int) second, Memory.u32(ip, 16), Memory.u32(ip, IPV4), protocol, point);
        return true;
    }

    /** As {@link #ipv4}, of IPv6. */
    static boolean ipv6(Packet packet, long at, int captured, long point) {
        if (captured < ETHERNET + IPV6 + UDP_HEADER) {
            return false;
        }
        int type = Memory.u16(at, 12);
        int vlan = 0;
        long ip = at + ETHERNET;
        int left = captured - ETHERNET;
        if (type != IS_IPV6) {
            int tag = Memory.u32(at, ETHERNET);
            left -= TAG;
            if (type != IS_TAGGED || (tag & 0xFFFF) != IS_IPV6 || left < IPV6 + UDP_HEADER) {
                return false;
            }
            vlan = vlan(tag);
            ip += TAG;
        }
        long first = Memory.u64(ip, 0); // version 4, class 8, flow label 20, payload length 16, next 8, hop limit 8
        int length = (int) (first >>> 16) & 0xFFFF;
        int protocol = (int) (first >>> 8) & 0xFF;
        if (first >>> 60 != 6) {
            return false;
        }
        int flags = transport(packet, ip + IPV6, Math.min(left - IPV6, length), length, protocol);
        if (flags == UNUSUAL) {
            return false;
        }
        packet.plain(vlan, IPV6 + length, (int) (first >>> 52) & 0xFF, (int) first & 0xFF, flags);
        packet.key6(
                Memory.u64(ip, 8),
                Memory.u64(ip, 16),
                Memory.u64(ip, 24),
                Memory.u64(ip, 32),
                Memory.u32(ip, IPV6),
                protocol,
                point);
        return true;
    }

    /** @param tag priority 3, drop eligible 1, id 12, type of what follows 16 */
    private static int vlan(int tag) {
        return tag >>> 16 & 0xFFF;
    }

    /**
     * TCP's flags, none of UDP, or {@link #UNUSUAL}.
     *
     * @param room    bytes that are captured and belong to the packet
     * @param payload bytes that were sent
     */
    private static int transport(Packet packet, long at, int room, int payload, int protocol) {
        if (protocol == TCP) {
            return room >= TCP_HEADER ? tcp(packet, at, payload) : UNUSUAL;
        }
        if (protocol != UDP || room < UDP_HEADER) {
            return UNUSUAL;
        }
        int ports = Memory.u32(at, 0);
        if (Layer.ofUdpPort(ports & 0xFFFF) != Layer.NONE || Layer.ofUdpPort(ports >>> 16) != Layer.NONE) {
            return UNUSUAL;
        }
        packet.noTcp(Tcp.NOTHING_NEW);
        return 0;
    }

    private static int tcp(Packet packet, long at, int payload) {
        long rest = Memory.u64(at, 8); // acknowledgment 32, header length 4, reserved 4, flags 8, window 16
        int header = (int) (rest >>> 28 & 0xF) << 2;
        if (header < TCP_HEADER || header > payload) {
            return UNUSUAL;
        }
        packet.tcpSeq = Memory.u32(at, 4);
        packet.tcpRest = rest;
        packet.tcpPayload = payload - header;
        return (int) (rest >>> 16) & 0xFF;
    }
}
