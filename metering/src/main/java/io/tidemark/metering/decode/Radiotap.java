package io.tidemark.metering.decode;

/**
 * A radiotap header (LINKTYPE_IEEE802_11_RADIOTAP) before an 802.11 frame: length and which fields are there, little endian. Of the
 * fields the flags matter, because they tell that the 802.11 header is padded.
 */
final class Radiotap {
    private static final int LENGTH = 8;
    private static final int MOST_WORDS = 32;
    private static final int MORE_WORDS = 1 << 31;
    private static final int HAS_TIME = 1;
    private static final int HAS_FLAGS = 2;
    private static final int TIME = 8; // bytes, at a multiple of 8
    private static final int PADDED = 0x20;

    private Radiotap() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int length = Short.reverseBytes((short) cursor.u16(2)) & 0xFFFF;
        if (length < LENGTH || !cursor.has(length)) {
            return Layer.NONE;
        }
        boolean padded = (flags(cursor, length) & PADDED) != 0;
        cursor.skip(length);
        return padded ? Wlan.readPadded(cursor) : Layer.WLAN;
    }

    private static int flags(Cursor cursor, int length) {
        int present = Integer.reverseBytes(cursor.u32(4));
        int at = LENGTH;
        for (int word = present; (word & MORE_WORDS) != 0 && at + 4 <= length && at < MOST_WORDS * 4; at += 4) {
            word = Integer.reverseBytes(cursor.u32(at));
        }
        if ((present & HAS_TIME) != 0) {
            at = (at + TIME - 1 & -TIME) + TIME;
        }
        return (present & HAS_FLAGS) != 0 && at < length ? cursor.u8(at) : 0;
    }
}
