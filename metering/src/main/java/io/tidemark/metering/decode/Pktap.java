package io.tidemark.metering.decode;

/** A header of macOS' pktap (LINKTYPE_PKTAP): its length, the kind of record, the link type of what is behind it, little endian. */
final class Pktap {
    private static final int LENGTH = 12;
    private static final int PACKET = 1;

    private Pktap() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int length = Integer.reverseBytes(cursor.u32(0));
        int record = Integer.reverseBytes(cursor.u32(4));
        int linkType = Integer.reverseBytes(cursor.u32(8));
        if (length < LENGTH || record != PACKET || linkType >>> 16 != 0) {
            return Layer.NONE;
        }
        cursor.skip(length);
        return Layer.ofLinkType(linkType);
    }
}
