package io.tidemark.metering.decode;

/** Juniper's header before an Ethernet frame (LINKTYPE_JUNIPER_ETHER): magic number, flags, extensions if there are any. */
final class JuniperEthernet {
    private static final int LENGTH = 4;
    private static final int MAGIC = 0x4D4743;
    private static final int NO_LINK_HEADER = 0x02;
    private static final int EXTENSIONS = 0x80;

    private JuniperEthernet() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH + 2) || cursor.u32(0) >>> 8 != MAGIC) {
            return Layer.NONE;
        }
        int flags = cursor.u8(3);
        int extensions = (flags & EXTENSIONS) != 0 ? 2 + cursor.u16(LENGTH) : 0;
        cursor.skip(LENGTH + extensions);
        return (flags & NO_LINK_HEADER) != 0 ? Layer.NONE : Layer.ETHERNET;
    }
}
