package io.tidemark.metering.decode;

/** The ports of a DCCP generic header (RFC 4340, 5.1). */
final class Dccp {
    private static final int PORTS = 4;

    private Dccp() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (cursor.has(PORTS)) {
            packet.srcPort = cursor.u16(0);
            packet.dstPort = cursor.u16(2);
        }
        return Layer.NONE;
    }
}
