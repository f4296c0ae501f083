package io.tidemark.metering.decode;

/**
 * Tags of four bytes between an EtherType and the next one that tell nothing a flow wants: for redundancy (R-TAG, IEEE 802.1CB, 7.8;
 * HSR, IEC 62439-3) and of port extenders (VN-Tag).
 */
final class FourByteTag {
    private static final int LENGTH = 6;

    private FourByteTag() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int type = cursor.u16(4);
        cursor.skip(LENGTH);
        return EtherType.enter(cursor, type);
    }
}
