package io.tidemark.metering.decode;

/** The rest of an 802.1Q or 802.1ad tag (IEEE 802.1Q, 9.6) behind its EtherType: priority and VLAN id, the next type. */
final class VlanTag {
    private static final int LENGTH = 4;

    private VlanTag() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int tag = cursor.u32(0); // priority 3, drop eligible 1, id 12, type of what follows 16
        packet.tag(tag >>> 16 & 0xFFF);
        cursor.skip(LENGTH);
        return EtherType.enter(cursor, tag & 0xFFFF);
    }
}
