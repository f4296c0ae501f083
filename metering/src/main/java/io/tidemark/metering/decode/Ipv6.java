package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/**
 * An IPv6 header and the extension headers behind it (RFC 8200, 3 and 4): hop-by-hop, routing, destination options, fragment.
 * Authentication and ESP are protocols of their own. A chain that is cut ends with the last header it named.
 */
final class Ipv6 {
    private static final int LENGTH = 40;
    private static final int EXTENSION = 8; // least length of an extension header
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int FRAGMENT_OFFSET = 0xFFF8;
    private static final int PAD1 = 0;
    private static final int MOST_LENGTH = 0xFFFF;
    private static final int JUMBO_OPTION = 0xC2;

    private Ipv6() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        long first = cursor.u64(0); // version 4, traffic class 8, flow label 20, payload length 16, next 8, hop limit 8
        if (first >>> 60 != 6) {
            return Layer.NONE;
        }
        packet.ip(false, (int) (first >>> 52) & 0xFF, (int) first & 0xFF);
        packet.srcHigh = cursor.u64(8);
        packet.srcLow = cursor.u64(16);
        packet.dstHigh = cursor.u64(24);
        packet.dstLow = cursor.u64(32);
        packet.protocol = (int) (first >>> 8) & 0xFF;
        int length = (int) (first >>> 16) & 0xFFFF;
        packet.ipBytes = LENGTH + length;
        packet.payload = length == 0 ? unannounced(cursor, packet) : length;
        cursor.limit(LENGTH + packet.payload);
        cursor.skip(LENGTH);
        return extensions(cursor, packet);
    }

    /** Payload where the field says 0: of a jumbogram, of a segment that offload makes packets of later, or none. */
    private static long unannounced(Cursor cursor, Packet packet) {
        if (packet.protocol == HOP_BY_HOP) {
            return jumbo(cursor);
        }
        if (cursor.sent() <= LENGTH + MOST_LENGTH) { // a segment that would fit has its length
            return 0;
        }
        packet.ipBytes = cursor.sent();
        return cursor.sent() - LENGTH;
    }

    /**
     * Payload length of a jumbogram (RFC 2675, 2), 0 if it is none. The packet's bytes do not count it: anyone can write 4 GB
     * there, and what the contract counts is the header's field.
     */
    private static long jumbo(Cursor cursor) {
        int at = LENGTH + 2;
        int end = cursor.has(LENGTH + EXTENSION) ? LENGTH + (cursor.u8(LENGTH + 1) + 1) * EXTENSION : 0;
        while (at + 6 <= end && cursor.has(at + 6)) {
            int option = cursor.u8(at);
            if (option == JUMBO_OPTION && cursor.u8(at + 1) == 4) {
                long length = cursor.u32(at + 2) & 0xFFFFFFFFL;
                return length > MOST_LENGTH ? length : 0;
            }
            at += option == PAD1 ? 1 : 2 + cursor.u8(at + 1);
        }
        return 0;
    }

    private static Layer extensions(Cursor cursor, Packet packet) {
        while (isExtension(packet.protocol) && cursor.has(least(packet.protocol))) {
            int kind = packet.protocol;
            packet.protocol = cursor.u8(0);
            if (!cursor.has(EXTENSION)) {
                return Layer.NONE;
            }
            int header = kind == FRAGMENT ? EXTENSION : (cursor.u8(1) + 1) * EXTENSION;
            boolean later = kind == FRAGMENT && (cursor.u16(2) & FRAGMENT_OFFSET) != 0;
            packet.payload -= header;
            cursor.skip(header);
            if (later) {
                packet.fragment = true;
                return Layer.NONE;
            }
        }
        return payload(packet);
    }

    /** How much of an extension header must be there for its next header to be believed; that of a fragment must be whole. */
    private static int least(int kind) {
        return kind == FRAGMENT ? EXTENSION : kind == ROUTING ? 1 : 2;
    }

    private static boolean isExtension(int next) {
        return next == HOP_BY_HOP || next == ROUTING || next == DESTINATION_OPTIONS || next == FRAGMENT;
    }

    private static Layer payload(Packet packet) {
        Layer layer = Layer.ofIpProtocol(packet.protocol);
        if (layer == Layer.IPV4 || layer == Layer.IPV6) {
            packet.enter(TunnelType.TUNNEL_IPIP, 0);
        }
        return layer;
    }
}
