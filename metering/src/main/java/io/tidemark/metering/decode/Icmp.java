package io.tidemark.metering.decode;

/** Type and code of ICMP (RFC 792) and ICMPv6 (RFC 4443, 2.1). The packet that an error quotes is no flow. */
final class Icmp {
    private Icmp() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (cursor.has(2)) {
            packet.icmpTypeCode = cursor.u16(0);
        }
        return Layer.NONE;
    }
}
