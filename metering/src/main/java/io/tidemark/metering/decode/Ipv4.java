package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** An IPv4 header (RFC 791, 3.1) with its options. */
final class Ipv4 {
    private static final int LENGTH = 20;
    private static final int FRAGMENT_OFFSET = 0x1FFF;

    private Ipv4() {}

    static int read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || cursor.u8(0) >>> 4 != 4) {
            return Layer.NONE;
        }
        int header = (cursor.u8(0) & 0xF) << 2;
        int total = cursor.u16(2);
        if (total == 0) {
            total = cursor.left(); // segmentation offload: the frame was captured before it got its length
        }
        if (header < LENGTH || total < header) {
            return Layer.NONE;
        }
        packet.ip(true, cursor.u8(1), cursor.u8(8));
        packet.addresses4(cursor.u32(12), cursor.u32(16));
        packet.protocol = cursor.u8(9);
        packet.ipBytes = total;
        packet.payload = total - header;
        packet.fragment = (cursor.u16(6) & FRAGMENT_OFFSET) != 0;
        cursor.limit(total);
        cursor.skip(header);
        return packet.fragment ? Layer.NONE : payload(packet);
    }

    private static int payload(Packet packet) {
        int layer = Layer.ofIpProtocol(packet.protocol);
        if (layer == Layer.IPV4 || layer == Layer.IPV6) {
            packet.enter(TunnelType.TUNNEL_IPIP, 0);
        }
        return layer;
    }
}
