package io.tidemark.metering.decode;

/** A Per-Packet Information header (LINKTYPE_PPI): its length and the link type of what is behind it, little endian. */
final class Ppi {
    private static final int LENGTH = 8;

    private Ppi() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int length = Short.reverseBytes((short) cursor.u16(2)) & 0xFFFF;
        int linkType = Integer.reverseBytes(cursor.u32(4));
        if (length < LENGTH) {
            return Layer.NONE;
        }
        cursor.skip(length);
        return linkType >>> 16 == 0 ? Layer.ofLinkType(linkType) : Layer.NONE;
    }
}
