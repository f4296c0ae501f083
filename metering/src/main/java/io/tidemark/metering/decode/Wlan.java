package io.tidemark.metering.decode;

/** An 802.11 header (IEEE 802.11, 9.3.2). Data frames carry LLC, unless they are encrypted or parts of a larger one. */
final class Wlan {
    private static final int LENGTH = 24;
    private static final int FOURTH_ADDRESS = 6;
    private static final int QOS = 2;
    private static final int HT_CONTROL = 4;
    private static final int AGGREGATE_HEADER = 14; // of each part of an A-MSDU: addresses, length
    private static final int KIND = 0x0F; // first byte: version and type
    private static final int DATA_KIND = 0x08;
    private static final int TYPE_NO_DATA = 0x40; // first byte: subtype bits
    private static final int TYPE_QOS = 0x80;
    private static final int BOTH_DS = 0x03; // second byte: flags
    private static final int MORE_FRAGMENTS = 0x04;
    private static final int PROTECTED = 0x40;
    private static final int ORDER = 0x80;
    private static final int AGGREGATE = 0x80; // first byte of QoS control

    private Wlan() {}

    static Layer read(Cursor cursor, Packet packet) {
        return cursor.has(LENGTH) ? read(cursor, cursor.u8(0), cursor.u8(1), false) : Layer.NONE;
    }

    /** The header is filled up to a multiple of four bytes. */
    static Layer readPadded(Cursor cursor) {
        return cursor.has(LENGTH) ? read(cursor, cursor.u8(0), cursor.u8(1), true) : Layer.NONE;
    }

    /** Some controllers turn the first two bytes round; it shows, because there are few kinds of frame but many flags. */
    static Layer readMaybeTurned(Cursor cursor) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        boolean turned = (cursor.u8(1) & KIND) == DATA_KIND;
        return read(cursor, cursor.u8(turned ? 1 : 0), cursor.u8(turned ? 0 : 1), false);
    }

    private static Layer read(Cursor cursor, int kind, int flags, boolean padded) {
        boolean data = (kind & KIND) == DATA_KIND && (kind & TYPE_NO_DATA) == 0;
        if (!data || (flags & (PROTECTED | MORE_FRAGMENTS)) != 0) {
            return Layer.NONE;
        }
        int length = LENGTH + ((flags & BOTH_DS) == BOTH_DS ? FOURTH_ADDRESS : 0);
        boolean aggregate = false;
        if ((kind & TYPE_QOS) != 0) {
            aggregate = cursor.has(length + QOS) && (cursor.u8(length) & AGGREGATE) != 0;
            length += QOS + ((flags & ORDER) != 0 ? HT_CONTROL : 0);
        }
        length = padded ? length + 3 & ~3 : length;
        cursor.skip(length + (aggregate ? AGGREGATE_HEADER : 0));
        return Layer.LLC;
    }
}
