package io.tidemark.metering.decode;

/** A Frame Relay header (ITU-T Q.922, 3.2): an address of two to four bytes, then what RFC 2427 or Cisco puts there. */
final class FrameRelay {
    private static final int LEAST = 4;
    private static final int MOST_ADDRESS = 4;
    private static final int LAST = 1; // in the lowest bit of an address byte: no more follow
    private static final int UNNUMBERED = 0x03;
    private static final int IPV4 = 0xCC;
    private static final int IPV6 = 0x8E;
    private static final int SNAP = 0x80;
    private static final int SNAP_LENGTH = 5; // organization and type

    private FrameRelay() {}

    static Layer read(Cursor cursor, Packet packet) {
        int address = 1;
        while (address < MOST_ADDRESS && cursor.has(address) && (cursor.u8(address - 1) & LAST) == 0) {
            address++;
        }
        cursor.skip(address);
        if (!cursor.has(LEAST)) {
            return Layer.NONE;
        }
        if (cursor.u8(0) != UNNUMBERED) { // Cisco's encapsulation has an EtherType there
            int type = cursor.u16(0);
            cursor.skip(2);
            return type < 0x600 ? Layer.NONE : Layer.ofEtherType(type);
        }
        cursor.skip(cursor.u8(1) == 0 ? 2 : 1); // a byte of padding may follow
        return payload(cursor);
    }

    /** By network layer protocol id (RFC 2427, 4). */
    private static Layer payload(Cursor cursor) {
        int id = cursor.u8(0);
        cursor.skip(1);
        return switch (id) {
            case IPV4 -> Layer.IPV4;
            case IPV6 -> Layer.IPV6;
            case SNAP -> snap(cursor);
            default -> Layer.NONE;
        };
    }

    private static Layer snap(Cursor cursor) {
        if (!cursor.has(SNAP_LENGTH)) {
            return Layer.NONE;
        }
        int organization = cursor.u16(0) << 8 | cursor.u8(2);
        int type = cursor.u16(3);
        cursor.skip(SNAP_LENGTH);
        return Llc.ofSnap(organization, type);
    }
}
