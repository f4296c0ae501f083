package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** A GENEVE header with its options (RFC 8926, 3.4), before what its protocol type, an EtherType, says. */
final class Geneve {
    private static final int LENGTH = 8;

    private Geneve() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || cursor.u8(0) >>> 6 != 0) {
            return Layer.NONE;
        }
        int length = LENGTH + ((cursor.u8(0) & 0x3F) << 2);
        int type = cursor.u16(2);
        if (!cursor.has(length) || type < 0x600) {
            return Layer.NONE;
        }
        packet.enter(TunnelType.TUNNEL_GENEVE, cursor.u32(4) >>> 8);
        cursor.skip(length);
        return Layer.ofEtherType(type);
    }
}
