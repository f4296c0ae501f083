package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** Ethernet in IP: EtherIP with its header of two bytes (RFC 3378, 3), and protocol 143 without one (RFC 8986, 10.1). */
final class EtherIp {
    private static final int LENGTH = 2;
    private static final int VERSION = 3;

    private EtherIp() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || cursor.u8(0) >>> 4 != VERSION) {
            return Layer.NONE;
        }
        cursor.skip(LENGTH);
        return readBare(cursor, packet);
    }

    static Layer readBare(Cursor cursor, Packet packet) {
        packet.enter(TunnelType.TUNNEL_ETHERIP, 0);
        return Layer.ETHERNET;
    }
}
