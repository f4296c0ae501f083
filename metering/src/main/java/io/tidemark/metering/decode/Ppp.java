package io.tidemark.metering.decode;

/**
 * A PPP header (RFC 1661, 2): the protocol in two bytes, or in one that is odd; where they were not left out (RFC 1661, 6.6)
 * behind address and control (RFC 1662, 3.1).
 */
final class Ppp {
    static final int ADDRESS = 0xFF;

    private static final int ADDRESS_AND_CONTROL = 0xFF03;
    private static final int CONTROL = 3;

    private Ppp() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (cursor.has(2) && cursor.u16(0) == ADDRESS_AND_CONTROL) {
            cursor.skip(2);
        }
        if (!cursor.has(2)) {
            return Layer.NONE;
        }
        boolean compressed = (cursor.u8(0) & 1) != 0;
        int protocol = compressed ? cursor.u8(0) : cursor.u16(0);
        cursor.skip(compressed ? 1 : 2);
        return Layer.ofPpp(protocol);
    }

    /** On a link: LINKTYPE_PPP_PPPD has the direction, 0 or 1, where others have the address; Cisco HDLC is found there, too. */
    static Layer readLink(Cursor cursor, Packet packet) {
        if (Hdlc.is(cursor)) {
            return Hdlc.read(cursor, packet);
        }
        if (cursor.has(2) && (cursor.u8(0) == ADDRESS || cursor.u8(0) <= 1 && cursor.u8(1) == CONTROL)) {
            cursor.skip(2);
        }
        return read(cursor, packet);
    }
}
