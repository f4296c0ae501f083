package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/**
 * A GTP-U header (3GPP TS 29.281, 5) with its extension headers, or one of version 0 (GSM 09.60, 6), before an IP packet or an
 * Ethernet frame. Only G-PDU messages carry one.
 */
final class Gtpu {
    private static final int LENGTH = 8;
    private static final int OPTIONAL =
            4; // sequence number, N-PDU number, next extension type: there if any flag is set
    private static final int G_PDU = 255;
    private static final int VERSION_0 = 1; // with the bit behind it: GTP, not GTP'
    private static final int VERSION_1 = 3;
    private static final int LENGTH_0 = 20;
    private static final int FLOW_LABEL = 6;

    private Gtpu() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || cursor.u8(1) != G_PDU) {
            return Layer.NONE;
        }
        return switch (cursor.u8(0) >>> 4) {
            case VERSION_0 -> readVersion0(cursor, packet);
            case VERSION_1 -> readVersion1(cursor, packet);
            default -> Layer.NONE;
        };
    }

    private static Layer readVersion0(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH_0)) {
            return Layer.NONE;
        }
        packet.enter(TunnelType.TUNNEL_GTPU, cursor.u16(FLOW_LABEL));
        cursor.skip(LENGTH_0);
        return payload(cursor, packet);
    }

    private static Layer readVersion1(Cursor cursor, Packet packet) {
        int flags = cursor.u8(0) & 0x7;
        int id = cursor.u32(4);
        cursor.skip(LENGTH);
        if (flags != 0 && !extensions(cursor, (flags & 0x4) != 0)) {
            return Layer.NONE;
        }
        packet.enter(TunnelType.TUNNEL_GTPU, id & 0xFFFFFFFFL);
        return payload(cursor, packet);
    }

    private static Layer payload(Cursor cursor, Packet packet) {
        Layer ip = RawIp.read(cursor, packet);
        return ip == Layer.NONE && Mpls.looksLikeEthernet(cursor, 0) ? Layer.ETHERNET : ip;
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
