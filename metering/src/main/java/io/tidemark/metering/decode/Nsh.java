package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/** A Network Service Header (RFC 8300, 2) with its context, before the packet that a chain of services handles. */
final class Nsh {
    private static final int LENGTH = 8;
    private static final int WORDS = 0x3F;

    private Nsh() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH) || cursor.u8(0) >>> 6 != 0) {
            return Layer.NONE;
        }
        int length = (cursor.u8(1) & WORDS) << 2;
        if (length < LENGTH || !cursor.has(length)) {
            return Layer.NONE;
        }
        int next = cursor.u8(3);
        packet.enter(TunnelType.TUNNEL_NSH, cursor.u32(4) >>> 8); // service path
        cursor.skip(length);
        return next(next);
    }

    /** RFC 8300, 2.2; VXLAN's generic extension has the same numbers. */
    static Layer next(int protocol) {
        return switch (protocol) {
            case 1 -> Layer.IPV4;
            case 2 -> Layer.IPV6;
            case 3 -> Layer.ETHERNET;
            case 4 -> Layer.NSH;
            case 5 -> Layer.MPLS;
            default -> Layer.NONE;
        };
    }
}
