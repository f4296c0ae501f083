package io.tidemark.metering.decode;

/** A TCP header (RFC 9293, 3.1). */
final class Tcp {
    private static final int LENGTH = 20;
    private static final int PORTS = 4;
    private static final int FLAGS = 16; // with the window: a header that is cut before it tells nothing

    /** {@link Packet#tcpRest} of an acknowledgment whose window is open. */
    static final long NOTHING_NEW = Packet.ACK << 16 | 1;

    private Tcp() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return readStart(cursor, packet);
        }
        long first = cursor.u64(0); // source port 16, destination port 16, sequence number 32
        long second = cursor.u64(8); // acknowledgment 32, header length 4, reserved 4, flags 8, window 16
        packet.srcPort = (int) (first >>> 48);
        packet.dstPort = (int) (first >>> 32) & 0xFFFF;
        int header = (int) (second >>> 28 & 0xF) << 2;
        if (header < LENGTH) { // cannot be, so that nothing in it is believed but the ports
            return Layer.NONE;
        }
        packet.tcpSeq = (int) first;
        packet.tcpRest = second;
        packet.tcpFlags = (int) (second >>> 16) & 0xFF;
        packet.tcpPayload = Math.clamp(packet.payload - header, 0, Integer.MAX_VALUE);
        return Layer.NONE;
    }

    private static Layer readStart(Cursor cursor, Packet packet) {
        if (cursor.has(PORTS)) {
            packet.srcPort = cursor.u16(0);
            packet.dstPort = cursor.u16(2);
        }
        if (cursor.has(FLAGS) && cursor.u8(12) >>> 4 << 2 >= LENGTH) {
            packet.tcpFlags = cursor.u8(13);
        }
        return Layer.NONE;
    }
}
