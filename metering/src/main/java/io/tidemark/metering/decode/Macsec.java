package io.tidemark.metering.decode;

/** A MACsec tag (IEEE 802.1AE, 9.3). What is only signed can be read; what is encrypted cannot. */
final class Macsec {
    private static final int LENGTH = 6;
    private static final int CHANNEL = 8;
    private static final int HAS_CHANNEL = 0x20;
    private static final int ENCRYPTED = 0x0C; // or changed

    private Macsec() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || (cursor.u8(0) & ENCRYPTED) != 0) {
            return Layer.NONE;
        }
        int length = LENGTH + ((cursor.u8(0) & HAS_CHANNEL) != 0 ? CHANNEL : 0);
        if (!cursor.has(length + 2)) {
            return Layer.NONE;
        }
        int type = cursor.u16(length);
        cursor.skip(length + 2);
        return EtherType.enter(cursor, type);
    }
}
