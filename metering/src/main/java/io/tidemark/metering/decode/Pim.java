package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** A PIM message (RFC 7761, 4.9). A Register carries the first multicast packets to the rendezvous point in a tunnel. */
final class Pim {
    private static final int LENGTH = 8;
    private static final int REGISTER = 0x21; // version 2, type 1

    private Pim() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || cursor.u8(0) != REGISTER) {
            return Layer.NONE;
        }
        packet.enter(TunnelType.TUNNEL_PIM, 0);
        cursor.skip(LENGTH);
        return RawIp.read(cursor, packet);
    }
}
