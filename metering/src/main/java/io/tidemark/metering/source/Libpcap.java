package io.tidemark.metering.source;

/** What is said of the native library, once for all who need it. */
final class Libpcap {
    static final String MISSING =
            "libpcap cannot be loaded; it is needed for live capture and filters (Debian: apt install libpcap0.8)";

    private Libpcap() {}
}
