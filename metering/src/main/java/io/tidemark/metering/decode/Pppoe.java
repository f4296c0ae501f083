package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** A PPPoE session header (RFC 2516, 4) with the PPP protocol behind it. */
final class Pppoe {
    private static final int LENGTH = 6;
    private static final int VERSION_AND_TYPE = 0x11;

    private Pppoe() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || cursor.u8(0) != VERSION_AND_TYPE) {
            return Layer.NONE;
        }
        packet.enter(TunnelType.TUNNEL_PPPOE, cursor.u16(2));
        int length = cursor.u16(4);
        cursor.skip(LENGTH);
        cursor.limit(length);
        return Layer.PPP;
    }
}
