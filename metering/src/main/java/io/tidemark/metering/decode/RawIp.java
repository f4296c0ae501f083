package io.tidemark.metering.decode;

/** An IP header without a link header before it (LINKTYPE_RAW, LINKTYPE_IPV4, LINKTYPE_IPV6): its first half byte is the version. */
final class RawIp {
    private RawIp() {}

    static Layer read(Cursor cursor, Packet packet) {
        if (!cursor.has(1)) {
            return Layer.NONE;
        }
        return switch (cursor.u8(0) >>> 4) {
            case 4 -> Layer.IPV4;
            case 6 -> Layer.IPV6;
            default -> Layer.NONE;
        };
    }
}
