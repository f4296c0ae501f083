package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** A GRE header (RFC 2784, RFC 2890; version 1 with PPP: RFC 2637), and ERSPAN in it (draft-foschiano-erspan). */
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
        if ((flags & VERSION) > 1 || (flags & ROUTING) != 0 || !cursor.has(length)) {
            return Layer.NONE;
        }
        long id = (flags & KEY) != 0 ? cursor.u32(key) & 0xFFFFFFFFL : 0;
        cursor.skip(length);
        if (type == ERSPAN_2 || type == ERSPAN_3) {
            return erspan(cursor, packet, type, (flags & SEQUENCE) != 0);
        }
        packet.enter(TunnelType.TUNNEL_GRE, id);
        return type == WCCP ? wccp(cursor) : type < 0x600 ? Layer.NONE : Layer.ofEtherType(type);
    }

    private static int keyOffset(int flags) {
        return LENGTH + ((flags & CHECKSUM) != 0 ? 4 : 0);
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
