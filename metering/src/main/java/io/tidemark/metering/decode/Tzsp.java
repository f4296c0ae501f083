package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** TaZmen Sniffer Protocol: a captured frame in UDP, behind a header and tags that describe it. */
final class Tzsp {
    private static final int LENGTH = 4;
    private static final int TRANSMIT = 1; // types 0 and 1 carry a packet
    private static final int PADDING = 0;
    private static final int END = 1;
    private static final int MOST_TAGS = 64;

    private Tzsp() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || cursor.u8(0) != 1 || cursor.u8(1) > TRANSMIT) {
            return Layer.NONE;
        }
        int carries = cursor.u16(2);
        cursor.skip(LENGTH);
        for (int i = 0; i < MOST_TAGS && cursor.has(1); i++) {
            int tag = cursor.u8(0);
            cursor.skip(1);
            if (tag == END) {
                packet.enter(TunnelType.TUNNEL_TZSP, 0);
                return carried(carries);
            }
            if (tag != PADDING && cursor.has(1)) {
                cursor.skip(1 + cursor.u8(0));
            }
        }
        return Layer.NONE;
    }

    private static Layer carried(int what) {
        return switch (what) {
            case 1 -> Layer.ETHERNET;
            case 18 -> Layer.WLAN;
            case 119, 127 -> Layer.PRISM;
            default -> Layer.NONE;
        };
    }
}
