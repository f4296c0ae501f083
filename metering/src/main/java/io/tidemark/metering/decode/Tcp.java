package io.tidemark.metering.decode;

/** A TCP header (RFC 9293, 3.1). */
final class Tcp {
    private static final int LENGTH = 20;
    private static final int PORTS = 4;
    private static final int FLAGS = 14;

    private Tcp() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (cursor.has(PORTS)) {
            packet.srcPort = cursor.u16(0);
            packet.dstPort = cursor.u16(2);
        }
        if (cursor.has(FLAGS)) {
            packet.tcpFlags = cursor.u8(13);
        }
        if (cursor.has(LENGTH)) {
            packet.tcpSeq = cursor.u32(4);
            packet.tcpAck = cursor.u32(8);
            packet.tcpWindow = cursor.u16(14);
            int header = cursor.u8(12) >>> 4 << 2;
            packet.tcpPayload = Math.clamp(packet.payload - header, 0, Integer.MAX_VALUE);
        }
        return Layer.NONE;
    }
}
