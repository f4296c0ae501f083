package io.tidemark.metering.decode;

/** IP over InfiniBand (LINKTYPE_IPOIB): 40 bytes of addresses, then an EtherType and two reserved bytes (RFC 4391, 6). */
final class Ipoib {
    private static final int TYPE = 40;
    private static final int LENGTH = 44;

    private Ipoib() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int type = cursor.u16(TYPE);
        cursor.skip(LENGTH);
        return type < 0x600 ? Layer.NONE : Layer.ofEtherType(type);
    }
}
