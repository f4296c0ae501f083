package io.tidemark.metering.decode;

/** A Linux "cooked" header (LINKTYPE_LINUX_SLL): packet type, ARPHRD_ type, address, protocol. */
final class Sll {
    private static final int LENGTH = 16;
    private static final int ARPHRD_GRE = 778;
    private static final int ARPHRD_RADIOTAP = 803;

    private Sll() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int device = cursor.u16(2);
        int protocol = cursor.u16(14);
        cursor.skip(LENGTH);
        return layer(device, protocol);
    }

    /** The protocol is an EtherType; below 1536 one of Linux' own (ETH_P_802_3 1, ETH_P_802_2 4, ...). */
    static Layer layer(int device, int protocol) {
        if (device == ARPHRD_GRE) {
            return Layer.ofEtherType(protocol);
        }
        if (device == ARPHRD_RADIOTAP) {
            return Layer.RADIOTAP;
        }
        return protocol == 4 ? Layer.LLC : protocol < 0x600 ? Layer.NONE : Layer.ofEtherType(protocol);
    }
}
