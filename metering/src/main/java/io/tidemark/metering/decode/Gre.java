package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** A GRE header (RFC 1701, RFC 2784, RFC 2890; version 1 with PPP: RFC 2637), and ERSPAN in it (draft-foschiano-erspan). */
final class Gre {
    private static final int LENGTH = 4;
    private static final int CHECKSUM = 0x8000;
    private static final int ROUTING = 0x4000;
    private static final int KEY = 0x2000;
    private static final int SEQUENCE = 0x1000;
    private static final int ACKNOWLEDGMENT = 0x0080; // version 1 only
    private static final int VERSION = 0x0007;
    private static final int ERSPAN_2 = 0x88BE; // and type I, which has no sequence number and no header
    private static final int ERSPAN_3 = 0x22EB;
    private static final int ERSPAN_2_HEADER = 8;
    private static final int ERSPAN_3_HEADER = 12;
    private static final int WCCP = 0x883E;
    private static final int PPP = 0x880B;
    private static final int FRAME_RELAY = 0x6559;
    private static final int ETHERNET_OVER_IP = 0x6400; // MikroTik's EoIP
    private static final int ARUBA = 0x8200; // to 0x83F0: frames of wireless stations
    private static final int ARUBA_MASK = 0xFE0F;
    private static final int ROUTE = 4;
    private static final int MOST_ROUTES = 32;

    private Gre() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int flags = cursor.u16(0);
        int type = cursor.u16(2);
        int key = keyOffset(flags);
        int length = key
                + words(flags, KEY)
                + words(flags, SEQUENCE)
                + ((flags & VERSION) == 1 ? words(flags, ACKNOWLEDGMENT) : 0);
        if ((flags & VERSION) > 1 || !cursor.has(length)) {
            return Layer.NONE;
        }
        long id = (flags & KEY) != 0 ? cursor.u32(key) & 0xFFFFFFFFL : 0;
        cursor.skip(length);
        if ((flags & ROUTING) != 0 && !routes(cursor)) {
            return Layer.NONE;
        }
        if (type == ERSPAN_2 || type == ERSPAN_3) {
            return erspan(cursor, packet, type, (flags & SEQUENCE) != 0);
        }
        packet.enter(TunnelType.TUNNEL_GRE, id);
        return switch (type) {
            case WCCP -> wccp(cursor);
            case PPP -> Layer.PPP;
            case FRAME_RELAY -> Layer.FRAME_RELAY;
            case ETHERNET_OVER_IP -> (flags & VERSION) == 1 ? Layer.ETHERNET : Layer.NONE;
            default -> (type & ARUBA_MASK) == ARUBA ? Layer.WLAN : type < 0x600 ? Layer.NONE : Layer.ofEtherType(type);
        };
    }

    private static int keyOffset(int flags) {
        return LENGTH + ((flags & (CHECKSUM | ROUTING)) != 0 ? 4 : 0); // either brings checksum and offset
    }

    /** Source routes (RFC 1701): entries with their length, the last one is 0. */
    private static boolean routes(Cursor cursor) {
        for (int i = 0; i < MOST_ROUTES && cursor.has(ROUTE); i++) {
            int family = cursor.u16(0);
            int length = cursor.u8(3);
            cursor.skip(ROUTE + length);
            if (family == 0 && length == 0) {
                return true;
            }
        }
        return false;
    }

    private static int words(int flags, int flag) {
        return (flags & flag) != 0 ? 4 : 0;
    }

    /** The session id is the tunnel's. */
    private static Layer erspan(Cursor cursor, Packet packet, int type, boolean sequence) {
        if (type == ERSPAN_2 && !sequence) {
            packet.enter(TunnelType.TUNNEL_ERSPAN, 0);
            return Layer.ETHERNET;
        }
        int header = type == ERSPAN_2 ? ERSPAN_2_HEADER : ERSPAN_3_HEADER;
        if (!cursor.has(header)) {
            return Layer.NONE;
        }
        packet.enter(TunnelType.TUNNEL_ERSPAN, cursor.u16(2) & 0x3FF);
        boolean platform = type == ERSPAN_3 && (cursor.u8(11) & 1) != 0; // a platform-specific header follows
        cursor.skip(header + (platform ? 8 : 0));
        return Layer.ETHERNET;
    }

    /** Version 2 has a redirect header of four bytes before the packet, version 1 does not: an IP version tells. */
    private static Layer wccp(Cursor cursor) {
        if (cursor.has(1) && cursor.u8(0) >>> 4 != 4) {
            cursor.skip(4);
        }
        return Layer.IPV4;
    }
}
