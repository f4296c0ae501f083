package io.tidemark.metering.decode;

/** The ports of an SCTP common header (RFC 9260, 3.1). */
final class Sctp {
    private static final int PORTS = 4;

    private Sctp() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (cursor.has(PORTS)) {
            packet.srcPort = cursor.u16(0);
            packet.dstPort = cursor.u16(2);
        }
        return Layer.NONE;
    }
}
