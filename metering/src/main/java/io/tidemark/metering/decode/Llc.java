package io.tidemark.metering.decode;

/** An 802.2 LLC header, with SNAP behind it where it says so (IEEE 802.2, 3.2; RFC 1042). */
final class Llc {
    private static final int LENGTH = 3;
    private static final int SNAP_LENGTH = 8;
    private static final int SNAP = 0xAAAA;
    private static final int IP = 0x0606;
    private static final int ETHERNET = 0x000000; // organizations
    private static final int BRIDGE_TUNNEL = 0x0000F8;
    private static final int IEEE_802_1 = 0x0080C2;
    private static final int BRIDGED_WITH_CHECKSUM = 1;
    private static final int BRIDGED = 7;
    private static final int PADDING = 2; // before a bridged frame

    private Llc() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int saps = cursor.u16(0);
        if (saps == IP) {
            cursor.skip(LENGTH);
            return Layer.IPV4;
        }
        if (saps != SNAP || !cursor.has(SNAP_LENGTH)) {
            return Layer.NONE;
        }
        int organization = cursor.u8(3) << 16 | cursor.u16(4);
        int type = cursor.u16(6);
        cursor.skip(SNAP_LENGTH);
        Layer layer = ofSnap(organization, type);
        if (layer == Layer.ETHERNET && organization == IEEE_802_1) {
            cursor.skip(PADDING);
        }
        return layer;
    }

    /** After SNAP's organization and type: an EtherType, or a bridged Ethernet frame (RFC 2427, 4.2; RFC 2684, 5.2). */
    static Layer ofSnap(int organization, int type) {
        return switch (organization) {
            case ETHERNET, BRIDGE_TUNNEL -> type >= 0x600 ? Layer.ofEtherType(type) : Layer.NONE;
            case IEEE_802_1 -> type == BRIDGED || type == BRIDGED_WITH_CHECKSUM ? Layer.ETHERNET : Layer.NONE;
            default -> Layer.NONE;
        };
    }
}
