package io.tidemark.metering.decode;

/** Link headers that are nothing but addresses of 16 bytes: IP over Fibre Channel (RFC 2625, 4) and over FireWire (RFC 2734). */
final class Addresses {
    private static final int LENGTH = 16;

    private Addresses() {}

    /** LINKTYPE_IP_OVER_FC: LLC follows. */
    static Layer readFibreChannel(Cursor cursor, Packet packet) {
        cursor.skip(LENGTH);
        return Layer.LLC;
    }

    /** LINKTYPE_APPLE_IP_OVER_IEEE1394: an EtherType follows. */
    static Layer readFirewire(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH + 2)) {
            return Layer.NONE;
        }
        int type = cursor.u16(LENGTH);
        cursor.skip(LENGTH + 2);
        return type < 0x600 ? Layer.NONE : Layer.ofEtherType(type);
    }
}
