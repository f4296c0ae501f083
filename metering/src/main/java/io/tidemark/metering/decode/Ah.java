package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/**
 * An authentication header (RFC 4302, 2). It is the packet's protocol; only the packet that it may carry whole (tunnel mode) is
 * read on.
 */
final class Ah {
    private static final int LENGTH = 12;
    private static final int IPV4 = 4;
    private static final int IPV6 = 41;

    private Ah() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int next = cursor.u8(0);
        int length = cursor.u8(1) + 2 << 2;
        if (next != IPV4 && next != IPV6 || !cursor.has(length)) {
            return Layer.NONE;
        }
        packet.enter(TunnelType.TUNNEL_IPIP, 0);
        cursor.skip(length);
        return next == IPV4 ? Layer.IPV4 : Layer.IPV6;
    }
}
