package io.tidemark.metering.decode;

import io.tidemark.contract.flow.TunnelType;

/**
 * An MPLS label stack (RFC 3032, 2.1). Nothing in it tells what it carries: the first half byte is taken as an IP version
 * (RFC 4928, 3), 0 as a pseudowire's control word before Ethernet (RFC 4448, 4.6); anything else may be Ethernet without one.
 */
final class Mpls {
    private static final int ENTRY = 4;
    private static final int BOTTOM = 0x100;
    private static final int ETHERNET = 14;

    private Mpls() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(ENTRY)) {
            return Layer.NONE;
        }
        int entry = cursor.u32(0);
        packet.enter(TunnelType.TUNNEL_MPLS, entry >>> 12);
        cursor.skip(ENTRY);
        return (entry & BOTTOM) == 0 ? Layer.MPLS : payload(cursor);
    }

    private static Layer payload(Cursor cursor) {
        if (!cursor.has(1)) {
            return Layer.NONE;
        }
        return switch (cursor.u8(0) >>> 4) {
            case 4 -> Layer.IPV4;
            case 6 -> Layer.IPV6;
            case 0 -> pseudowire(cursor);
            case 1 -> associatedChannel(cursor);
            default -> looksLikeEthernet(cursor, 0) ? Layer.ETHERNET : Layer.NONE;
        };
    }

    /** A channel beside the label's payload (RFC 4385, 5): its types are those of PPP where IP is concerned. */
    private static Layer associatedChannel(Cursor cursor) {
        if (!cursor.has(ENTRY)) {
            return Layer.NONE;
        }
        int type = cursor.u16(2);
        cursor.skip(ENTRY);
        return type == 0x0021 ? Layer.IPV4 : type == 0x0057 ? Layer.IPV6 : Layer.NONE;
    }

    private static Layer pseudowire(Cursor cursor) {
        if (looksLikeEthernet(cursor, ENTRY)) {
            cursor.skip(ENTRY);
            return Layer.ETHERNET;
        }
        return looksLikeEthernet(cursor, 0) ? Layer.ETHERNET : Layer.NONE;
    }

    static boolean looksLikeEthernet(Cursor cursor, int offset) {
        Layer layer = cursor.has(offset + ETHERNET) ? Layer.ofEtherType(cursor.u16(offset + 12)) : Layer.NONE;
        return layer != Layer.NONE && layer != Layer.LLC; // any small number is a length: no evidence
    }
}
