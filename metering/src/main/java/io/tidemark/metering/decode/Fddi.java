package io.tidemark.metering.decode;

/** An FDDI header (ISO 9314-2): frame control, two addresses. Frames of LLC carry IP. */
final class Fddi {
    private static final int LENGTH = 13;
    private static final int LLC_FRAMES = 0x50; // frame control 0x50 to 0x5F

    private Fddi() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || (cursor.u8(0) & 0xF0) != LLC_FRAMES) {
            return Layer.NONE;
        }
        cursor.skip(LENGTH);
        return Layer.LLC;
    }
}
