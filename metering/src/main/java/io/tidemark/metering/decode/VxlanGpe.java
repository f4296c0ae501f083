package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** VXLAN's generic protocol extension (draft-ietf-nvo3-vxlan-gpe, 3): a VXLAN header that says what it carries. */
final class VxlanGpe {
    private static final int LENGTH = 8;
    private static final int NEXT_PROTOCOL = 0x04;

    private VxlanGpe() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || (cursor.u8(0) & NEXT_PROTOCOL) == 0) {
            return Layer.NONE;
        }
        int next = cursor.u8(3);
        packet.enter(TunnelType.TUNNEL_VXLAN, cursor.u32(4) >>> 8);
        cursor.skip(LENGTH);
        return Nsh.next(next);
    }
}
