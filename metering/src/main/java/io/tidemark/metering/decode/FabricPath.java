package io.tidemark.metering.decode;

/** Cisco FabricPath: its Ethernet header ends with a tag of two bytes, then the frame that it carries begins. */
final class FabricPath {
    private static final int TAG = 2;

    private FabricPath() {}

    static Layer read(Cursor cursor, Packet packet) {
        cursor.skip(TAG);
        return Layer.ETHERNET;
    }
}
