package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** A GTP-U header (3GPP TS 29.281, 5) with its extension headers, before an IP packet. Only G-PDU messages carry one. */
final class Gtpu {
    private static final int LENGTH = 8;
    private static final int OPTIONAL =
            4; // sequence number, N-PDU number, next extension type: there if any flag is set
    private static final int G_PDU = 255;

    private Gtpu() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || cursor.u8(0) >>> 4 != 3 || cursor.u8(1) != G_PDU) { // version 1, protocol type GTP
            return Layer.NONE;
        }
        int flags = cursor.u8(0) & 0x7;
        int id = cursor.u32(4);
        cursor.skip(LENGTH);
        if (flags != 0 && !extensions(cursor, (flags & 0x4) != 0)) {
            return Layer.NONE;
        }
        packet.enter(TunnelType.TUNNEL_GTPU, id & 0xFFFFFFFFL);
        return RawIp.read(cursor, packet);
    }

    private static boolean extensions(Cursor cursor, boolean follow) {
        if (!cursor.has(OPTIONAL)) {
            return false;
        }
        int next = follow ? cursor.u8(3) : 0;
        cursor.skip(OPTIONAL);
        while (next != 0) {
            int length = cursor.has(1) ? cursor.u8(0) << 2 : 0;
            if (length == 0 || !cursor.has(length)) {
                return false;
            }
            next = cursor.u8(length - 1);
            cursor.skip(length);
        }
        return true;
    }
}
