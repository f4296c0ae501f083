package io.tidemark.metering.decode;

/** The two bytes before a payload on Ethernet: from 1536 on an EtherType, below it the payload's length (IEEE 802.3, 3.2.6). */
final class EtherType {
    private EtherType() {}

    /** The cursor stands behind the two bytes. */
    static Layer enter(Cursor cursor, int type) {
        Layer layer = Layer.ofEtherType(type);
        if (layer == Layer.LLC) {
            cursor.limit(type);
        }
        return layer;
    }
}
