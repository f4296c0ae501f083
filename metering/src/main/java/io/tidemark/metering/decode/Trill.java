package io.tidemark.metering.decode;

/** A TRILL header (RFC 6325, 3) with its options, before an Ethernet frame. */
final class Trill {
    private static final int LENGTH = 6;

    private Trill() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || cursor.u8(0) >>> 6 != 0) {
            return Layer.NONE;
        }
        int options = (cursor.u16(0) >>> 6 & 0x1F) << 2;
        cursor.skip(LENGTH + options);
        return Layer.ETHERNET;
    }
}
