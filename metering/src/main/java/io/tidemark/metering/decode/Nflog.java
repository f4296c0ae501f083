package io.tidemark.metering.decode;

/**
 * A message of Linux' NFLOG target (LINKTYPE_NFLOG): four bytes, then attributes with length and type in the byte order of the
 * machine that captured. The attribute NFULA_PAYLOAD holds the IP packet.
 */
final class Nflog {
    private static final int LENGTH = 4;
    private static final int ATTRIBUTE = 4;
    private static final int PAYLOAD = 9;
    private static final int MOST_ATTRIBUTES = 64;

    private Nflog() {}

    static Layer read(Cursor cursor, Packet packet) {
        cursor.skip(LENGTH);
        for (int i = 0; i < MOST_ATTRIBUTES && cursor.has(ATTRIBUTE); i++) {
            boolean big = cursor.u8(2) == 0; // types are below 256: their zero byte tells the order
            int length = big ? cursor.u16(0) : swap(cursor.u16(0));
            int type = big ? cursor.u16(2) : swap(cursor.u16(2));
            if (length < ATTRIBUTE) {
                return Layer.NONE;
            }
            if (type == PAYLOAD) {
                cursor.limit(length);
                cursor.skip(ATTRIBUTE);
                return RawIp.read(cursor, packet);
            }
            cursor.skip(length + 3 & ~3);
        }
        return Layer.NONE;
    }

    private static int swap(int value) {
        return Short.reverseBytes((short) value) & 0xFFFF;
    }
}
