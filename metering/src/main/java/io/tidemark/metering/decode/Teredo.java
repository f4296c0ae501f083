package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** Teredo (RFC 4380, 5.1.1): an IPv6 packet in UDP, after an authentication and an origin indication, if they are there. */
final class Teredo {
    private static final int AUTHENTICATION = 0x0001;
    private static final int ORIGIN = 0x0000;
    private static final int ORIGIN_LENGTH = 8;

    private Teredo() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (cursor.has(4) && cursor.u16(0) == AUTHENTICATION) {
            cursor.skip(4 + cursor.u8(2) + cursor.u8(3) + 9); // client id, authentication value, nonce, confirmation
        }
        if (cursor.has(ORIGIN_LENGTH) && cursor.u16(0) == ORIGIN) {
            cursor.skip(ORIGIN_LENGTH);
        }
        if (!cursor.has(1) || cursor.u8(0) >>> 4 != 6) {
            return Layer.NONE;
        }
        packet.enter(TunnelType.TUNNEL_TEREDO, 0);
        return Layer.IPV6;
    }
}
