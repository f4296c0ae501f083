package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** A LISP data header (RFC 9300, 5.1) before an IP packet. */
final class Lisp {
    private static final int LENGTH = 8;
    private static final int HAS_INSTANCE = 0x08;

    private Lisp() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        packet.enter(TunnelType.TUNNEL_LISP, (cursor.u8(0) & HAS_INSTANCE) != 0 ? cursor.u32(4) >>> 8 : 0);
        cursor.skip(LENGTH);
        return RawIp.read(cursor, packet);
    }
}
