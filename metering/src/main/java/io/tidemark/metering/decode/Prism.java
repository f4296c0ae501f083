package io.tidemark.metering.decode;

/**
 * Headers of wireless drivers before an 802.11 frame: Prism's (LINKTYPE_IEEE802_11_PRISM, in either byte order) and AVS'
 * (LINKTYPE_IEEE802_11_AVS), each with its length at the same place; the first link type holds both.
 */
final class Prism {
    private static final int LENGTH = 8;
    private static final int PRISM = 0x44;
    private static final int AVS = 0x80211000; // and a version
    private static final int MOST = 1 << 12; // a longer header cannot be

    private Prism() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(LENGTH)) {
            return Layer.NONE;
        }
        int code = cursor.u32(0);
        boolean little = Integer.reverseBytes(code) == PRISM;
        if (!little && code != PRISM && (code & ~0xFFF) != AVS) {
            return Layer.NONE;
        }
        int length = little ? Integer.reverseBytes(cursor.u32(4)) : cursor.u32(4);
        if (length < LENGTH || length > MOST) {
            return Layer.NONE;
        }
        cursor.skip(length);
        return Layer.WLAN;
    }
}
