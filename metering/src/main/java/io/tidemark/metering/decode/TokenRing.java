package io.tidemark.metering.decode;

/** A Token Ring header (IEEE 802.5, 3.2): access control, frame control, two addresses, the route if the source says so. */
final class TokenRing {
    private static final int LENGTH = 14;
    private static final int SOURCE = 8;
    private static final int LLC_FRAME = 1; // upper two bits of frame control
    private static final int ROUTE_LENGTH = 0x1F;

    private TokenRing() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || cursor.u8(1) >>> 6 != LLC_FRAME) {
            return Layer.NONE;
        }
        boolean routed = (cursor.u8(SOURCE) & 0x80) != 0;
        cursor.skip(LENGTH);
        if (routed && cursor.has(1)) {
            cursor.skip(cursor.u8(0) & ROUTE_LENGTH);
        }
        return Layer.LLC;
    }
}
