package io.tidemark.metering.decode;

/** Link headers that tell nothing a flow wants: their length is skipped, an IP header follows. */
final class Skipped {
    private static final int ENCAPSULATING = 12; // address family, SPI, flags
    private static final int IPNET = 24;

    private Skipped() {}

    /** OpenBSD's enc(4), LINKTYPE_ENC. */
    static Layer readEnc(Cursor cursor, Packet packet) {
        cursor.skip(ENCAPSULATING);
        return Layer.RAW;
    }

    /** Solaris' ipnet devices, LINKTYPE_IPNET. */
    static Layer readIpnet(Cursor cursor, Packet packet) {
        cursor.skip(IPNET);
        return Layer.RAW;
    }
}
