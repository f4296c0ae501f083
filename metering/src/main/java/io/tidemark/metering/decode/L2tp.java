package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** An L2TP data message of version 2 (RFC 2661, 3.1) with PPP in it. What version 3 carries was agreed elsewhere: it stays payload. */
final class L2tp {
    private static final int LEAST = 6;
    private static final int CONTROL = 0x8000;
    private static final int HAS_LENGTH = 0x4000;
    private static final int HAS_SEQUENCE = 0x0800;
    private static final int HAS_OFFSET = 0x0200;
    private static final int VERSION = 0x000F;

    private L2tp() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LEAST)) {
            return Layer.NONE;
        }
        int flags = cursor.u16(0);
        int ids = (flags & HAS_LENGTH) != 0 ? 4 : 2;
        int offset = ids + 4 + ((flags & HAS_SEQUENCE) != 0 ? 4 : 0);
        boolean padded = (flags & HAS_OFFSET) != 0;
        if ((flags & CONTROL) != 0 || (flags & VERSION) != 2 || !cursor.has(offset + (padded ? 2 : 0))) {
            return Layer.NONE;
        }
        packet.enter(TunnelType.TUNNEL_L2TP, cursor.u32(ids) & 0xFFFFFFFFL); // tunnel and session
        cursor.skip(padded ? offset + 2 + cursor.u16(offset) : offset);
        return Layer.PPP;
    }
}
