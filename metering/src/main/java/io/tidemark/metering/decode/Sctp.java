package io.tidemark.metering.decode;

/** The ports of an SCTP common header (RFC 9260, 3.1). */
final class Sctp {
    private static final int LENGTH = 12;

    private Sctp() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (cursor.has(LENGTH)) {
            packet.srcPort = cursor.u16(0);
            packet.dstPort = cursor.u16(2);
        }
        return Layer.NONE;
    }
}
