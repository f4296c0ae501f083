package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** The I-tag of a provider backbone bridge (IEEE 802.1Q, 9.7), MAC-in-MAC: service id, then a customer's Ethernet frame. */
final class Pbb {
    private static final int LENGTH = 4;

    private Pbb() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        packet.enter(TunnelType.TUNNEL_PBB, cursor.u32(0) & 0xFFFFFF);
        cursor.skip(LENGTH);
        return Layer.ETHERNET;
    }
}
