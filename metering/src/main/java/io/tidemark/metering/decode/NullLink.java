package io.tidemark.metering.decode;

/**
 * BSD loopback: an address family of four bytes, in the byte order of the machine that captured (LINKTYPE_NULL) or in network
 * byte order (LINKTYPE_LOOP). AF_INET is 2 everywhere, AF_INET6 24, 28 or 30 by system; some writers put an EtherType there.
 */
final class NullLink {
    private static final int LENGTH = 4;

    private NullLink() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int family = cursor.u32(0);
        cursor.skip(LENGTH);
        return layer((family & 0xFFFF) == 0 ? Integer.reverseBytes(family) : family);
    }

    static Layer readLoop(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int family = cursor.u32(0);
        cursor.skip(LENGTH);
        return layer(family);
    }

    private static Layer layer(int family) {
        return switch (family) {
            case 2 -> Layer.IPV4;
            case 10, 24, 28, 30 -> Layer.IPV6;
            default -> family >= 0x600 ? Layer.ofEtherType(family) : Layer.NONE;
        };
    }
}
