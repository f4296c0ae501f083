package io.tidemark.metering.source;

/** A BPF filter (pcap-filter(7)), compiled once for each link type that comes. One thread uses it. */
public final class Bpf implements AutoCloseable {
    private Bpf() {}

    /** @throws IllegalArgumentException if it is no filter expression; the message is libpcap's */
    public static Bpf compile(String expression) {
        return new Bpf();
    }

    /** Frames that match go to the first handler, all others to the second. */
    public FrameHandler divide(FrameHandler wanted, FrameHandler unwanted) {
        return wanted;
    }

    @Override
    public void close() {}
}
