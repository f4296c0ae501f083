package io.tidemark.metering.decode;

/** Arista's header with the time at which a switch saw the frame, in 64 or 48 bits, then the next EtherType. */
final class AristaTime {
    private static final int HEADER = 4;
    private static final int TIMESTAMP = 1;
    private static final int LONG_TIME = 8;
    private static final int SHORT_TIME = 6;

    private AristaTime() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(HEADER) || cursor.u16(0) != TIMESTAMP) {
            return Layer.NONE;
        }
        int length = HEADER + ((cursor.u8(3) & 0xF0) == 0x10 ? LONG_TIME : SHORT_TIME);
        if (!cursor.has(length + 2)) {
            return Layer.NONE;
        }
        int type = cursor.u16(length);
        cursor.skip(length + 2);
        return EtherType.enter(cursor, type);
    }
}
