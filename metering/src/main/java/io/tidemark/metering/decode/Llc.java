package io.tidemark.metering.decode;

/** An 802.2 LLC header, with SNAP behind it where it says so (IEEE 802.2, 3.2; RFC 1042). */
final class Llc {
    private static final int LENGTH = 3;
    private static final int SNAP_LENGTH = 8;
    private static final int SNAP = 0xAAAA;
    private static final int IP = 0x0606;

    private Llc() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int saps = cursor.u16(0);
        if (saps == IP) {
            cursor.skip(LENGTH);
            return Layer.IPV4;
        }
        if (saps != SNAP || !cursor.has(SNAP_LENGTH)) {
            return Layer.NONE;
        }
        boolean encapsulatedEthernet = cursor.u8(3) == 0 && cursor.u16(4) == 0; // OUI 00-00-00
        int type = cursor.u16(6);
        cursor.skip(SNAP_LENGTH);
        return encapsulatedEthernet && type >= 0x600 ? Layer.ofEtherType(type) : Layer.NONE;
    }
}
