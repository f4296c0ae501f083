package io.tidemark.metering.decode;

/** An Ethernet header (IEEE 802.3, 3.1.1): two addresses and the type of what follows, or its length. */
final class Ethernet {
    private static final int LENGTH = 14;

    private Ethernet() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int type = cursor.u16(12);
        cursor.skip(LENGTH);
        return EtherType.enter(cursor, type);
    }
}
