package io.tidemark.metering.decode;

/** Cisco's metadata header with a security group tag, then the next EtherType. */
final class CiscoMetadata {
    private static final int LENGTH = 8;
    private static final int VERSION = 1;

    private CiscoMetadata() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || cursor.u8(0) != VERSION) {
            return Layer.NONE;
        }
        int type = cursor.u16(6);
        cursor.skip(LENGTH);
        return EtherType.enter(cursor, type);
    }
}
