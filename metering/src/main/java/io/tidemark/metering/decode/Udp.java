package io.tidemark.metering.decode;

/**
 * A UDP or UDP-Lite header (RFC 768, RFC 3828). Tunnels are known by their port, the destination's first; what is behind it
 * must look like the tunnel, or the datagram is a flow of its own.
 */
final class Udp {
    private static final int LENGTH = 8;
    private static final int PORTS = 4;
    private static final int LITE = 136;

    private Udp() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (cursor.has(PORTS)) {
            int ports = cursor.u32(0);
            packet.srcPort = ports >>> 16;
            packet.dstPort = ports & 0xFFFF;
        }
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        Layer tunnel = Layer.ofUdpPort(packet.dstPort);
        if (tunnel == Layer.NONE) {
            tunnel = Layer.ofUdpPort(packet.srcPort);
        }
        return tunnel == Layer.NONE || !enter(cursor, packet) ? Layer.NONE : tunnel;
    }

    /** Goes to what is in the datagram. False: by its length there is nothing; a length of 0 is a jumbogram's (RFC 2675, 4). */
    private static boolean enter(Cursor cursor, Packet packet) {
        int length = packet.protocol == LITE ? 0 : cursor.u16(4); // there it is how much the checksum covers
        if (length < LENGTH && (length > 0 || packet.ipv4 && packet.protocol != LITE)) {
            return false;
        }
        if (length > 0) {
            cursor.limit(length);
        }
        cursor.skip(LENGTH);
        return true;
    }
}
