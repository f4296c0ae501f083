package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** A CAPWAP data message (RFC 5415, 4.3): a frame of a wireless station on its way between access point and controller. */
final class Capwap {
    private static final int LENGTH = 8;
    private static final int HEADER_LENGTH = 0x00F80000; // in words of 4 bytes
    private static final int NATIVE = 0x00000100; // an 802.11 frame, not an 802.3 one
    private static final int FRAGMENT = 0x00000080;
    private static final int KEEP_ALIVE = 0x00000008;

    private Capwap() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || cursor.u8(0) != 0) { // version 0, not encrypted
            return Layer.NONE;
        }
        int flags = cursor.u32(0);
        int length = (flags & HEADER_LENGTH) >>> 19 << 2;
        if (length < LENGTH || !cursor.has(length) || (flags & (FRAGMENT | KEEP_ALIVE)) != 0) {
            return Layer.NONE;
        }
        packet.enter(TunnelType.TUNNEL_CAPWAP, 0);
        cursor.skip(length);
        return (flags & NATIVE) != 0 ? Wlan.readMaybeTurned(cursor) : Layer.ETHERNET;
    }
}
