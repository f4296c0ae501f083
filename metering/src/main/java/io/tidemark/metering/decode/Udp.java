package io.tidemark.metering.decode;

/**
 * A UDP or UDP-Lite header (RFC 768, RFC 3828). Tunnels are known by their port, the destination's first; what is behind it
 * must look like the tunnel, or the datagram is a flow of its own.
 */
final class Udp {
    private static final int LENGTH = 8;
    private static final int PORTS = 4;

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
        cursor.skip(LENGTH);
        Layer tunnel = Layer.ofUdpPort(packet.dstPort);
        return tunnel != Layer.NONE ? tunnel : Layer.ofUdpPort(packet.srcPort);
    }
}
