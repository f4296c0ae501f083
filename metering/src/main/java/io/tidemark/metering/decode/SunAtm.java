package io.tidemark.metering.decode;

/** SunATM's header (LINKTYPE_SUNATM): traffic type, virtual path and channel; then LLC, or an emulated LAN's Ethernet frame. */
final class SunAtm {
    private static final int LENGTH = 4;
    private static final int LAN_EMULATION = 1;
    private static final int LLC_FRAMES = 2;
    private static final int EMULATION_HEADER = 2;

    private SunAtm() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int traffic = cursor.u8(0) & 0xF;
        cursor.skip(LENGTH);
        if (traffic == LAN_EMULATION) {
            cursor.skip(EMULATION_HEADER);
            return Layer.ETHERNET;
        }
        return traffic == LLC_FRAMES ? Layer.LLC : Layer.NONE;
    }
}
