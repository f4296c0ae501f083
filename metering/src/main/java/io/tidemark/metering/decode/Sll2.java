package io.tidemark.metering.decode;

/** A Linux "cooked" header, version 2 (LINKTYPE_LINUX_SLL2): protocol first, interface index, ARPHRD_ type, address. */
final class Sll2 {
    private static final int LENGTH = 20;

    private Sll2() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int protocol = cursor.u16(0);
        int device = cursor.u16(8);
        cursor.skip(LENGTH);
        return Sll.layer(device, protocol);
    }
}
