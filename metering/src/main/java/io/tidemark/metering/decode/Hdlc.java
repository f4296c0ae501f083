package io.tidemark.metering.decode;

/** A Cisco HDLC header (RFC 1547, 4.3.1), or PPP in HDLC-like framing (RFC 1662): LINKTYPE_C_HDLC holds both. */
final class Hdlc {
    private static final int LENGTH = 4;
    private static final int UNICAST = 0x0F00;
    private static final int MULTICAST = 0x8F00;

    private Hdlc() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        if (cursor.u8(0) == Ppp.ADDRESS) {
            return Ppp.readLink(cursor, packet);
        }
        int type = cursor.u16(2);
        cursor.skip(LENGTH);
        return type < 0x600 ? Layer.NONE : Layer.ofEtherType(type);
    }

    /** Whether this is Cisco's header and not PPP's. */
    static boolean is(Cursor cursor) {
        int address = cursor.has(LENGTH) ? cursor.u16(0) : 0;
        return address == UNICAST || address == MULTICAST;
    }
}
