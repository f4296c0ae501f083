package io.tidemark.metering.decode;

/** The rest of an 802.1Q or 802.1ad tag (IEEE 802.1Q, 9.6) behind its EtherType: priority and VLAN id, the next type. */
final class VlanTag {
    private static final int LENGTH = 4;

    private VlanTag() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        packet.tag(cursor.u16(0) & 0xFFF);
        int type = cursor.u16(2);
        cursor.skip(LENGTH);
        return EtherType.enter(cursor, type);
    }
}
