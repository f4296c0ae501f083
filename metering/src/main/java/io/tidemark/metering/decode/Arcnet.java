package io.tidemark.metering.decode;

/** An ARCNET header (RFC 1201, 2): two addresses, protocol, and how the packet is split. Linux keeps two bytes more. */
final class Arcnet {
    private static final int ADDRESSES = 2;
    private static final int LINUX_OFFSET = 2;
    private static final int HEADER = 4; // protocol, split flag, sequence number
    private static final int IP = 212;
    private static final int WHOLE = 0; // split flag of a packet in one frame

    private Arcnet() {}

    static Layer read(Cursor cursor, Packet packet) {
        return at(cursor, ADDRESSES);
    }

    static Layer readLinux(Cursor cursor, Packet packet) {
        return at(cursor, ADDRESSES + LINUX_OFFSET);
    }

    private static Layer at(Cursor cursor, int header) {
        cursor.skip(header);
        if (!cursor.has(HEADER) || cursor.u8(0) != IP || cursor.u8(1) != WHOLE) {
            return Layer.NONE;
        }
        cursor.skip(HEADER);
        return Layer.IPV4;
    }
}
