package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** An IPv4 header (RFC 791, 3.1) with its options. */
final class Ipv4 {
    private static final int LENGTH = 20;
    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;
    private static final int LOOSE_SOURCE_ROUTE = 131;
    private static final int STRICT_SOURCE_ROUTE = 137;
    private static final int LEAST_ROUTE = 7; // bytes of an option with one address
    private static final int FRAGMENT_OFFSET = 0x1FFF;
    private static final long CUT = -1;

    private Ipv4() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        long first = cursor.u64(0); // version 4, header length 4, service 8, total length 16, id 16, flags 3, offset 13
        long second = cursor.u64(8); // time to live 8, protocol 8, checksum 16, source 32
        int header = (int) (first >>> 56 & 0xF) << 2;
        int total = (int) (first >>> 32) & 0xFFFF;
        if (first >>> 60 != 4) {
            return Layer.NONE;
        }
        if (total == 0) {
            total = (int) Math.min(cursor.sent(), Integer.MAX_VALUE); // segmentation offload gives the length later
        }
        if (header < LENGTH || total < header) {
            return Layer.NONE;
        }
        long destination = header > LENGTH ? finalDestination(cursor, header) : cursor.u32(16) & 0xFFFFFFFFL;
        if (destination == CUT) {
            return Layer.NONE;
        }
        packet.ip(true, (int) (first >>> 48) & 0xFF, (int) (second >>> 56));
        packet.addresses4((int) second, (int) destination);
        packet.protocol = (int) (second >>> 48) & 0xFF;
        packet.ipBytes = total;
        packet.payload = total - header;
        packet.fragment = (first & FRAGMENT_OFFSET) != 0;
        cursor.limit(total);
        cursor.skip(header);
        return packet.fragment ? Layer.NONE : payload(packet);
    }

    /**
     * The last address of a source route (RFC 791, 3.1, options 131 and 137), because the header's own is the next hop; without
     * one the header's. {@link #CUT} if that cannot be told, because the options were not captured so far.
     */
    private static long finalDestination(Cursor cursor, int header) {
        int at = LENGTH;
        while (at < header) {
            if (!cursor.has(at + 1)) {
                return CUT;
            }
            int option = cursor.u8(at);
            if (option == NO_OPERATION) {
                at++;
                continue;
            }
            if (option == END_OF_OPTIONS || at + 2 >= header) {
                break;
            }
            if (!cursor.has(at + 3)) {
                return CUT;
            }
            int length = cursor.u8(at + 1);
            if (length < 2 || at + length > header) {
                break;
            }
            boolean route = option == LOOSE_SOURCE_ROUTE || option == STRICT_SOURCE_ROUTE;
            if (route
                    && length >= LEAST_ROUTE
                    && cursor.u8(at + 2) <= length) { // the pointer is beyond the route once it was travelled
                int last = at + 3 + (length - LEAST_ROUTE) / 4 * 4;
                return cursor.has(last + 4) ? cursor.u32(last) & 0xFFFFFFFFL : CUT;
            }
            at += length;
        }
        return cursor.u32(16) & 0xFFFFFFFFL;
    }

    private static Layer payload(Packet packet) {
        Layer layer = Layer.ofIpProtocol(packet.protocol);
        if (layer == Layer.IPV4 || layer == Layer.IPV6) {
            packet.enter(TunnelType.TUNNEL_IPIP, 0);
        }
        return layer;
    }
}
