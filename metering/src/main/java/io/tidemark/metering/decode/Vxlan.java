package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** A VXLAN header (RFC 7348, 5) before an Ethernet frame. */
final class Vxlan {
    private static final int LENGTH = 8;
    private static final int VNI_VALID = 0x08;

    private Vxlan() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || (cursor.u8(0) & VNI_VALID) == 0) {
            return Layer.NONE;
        }
        packet.enter(TunnelType.TUNNEL_VXLAN, cursor.u32(4) >>> 8);
        cursor.skip(LENGTH);
        return Layer.ETHERNET;
    }
}
