package io.tidemark.e2e.capture;

/**
 * A frame, and what is true about it.
 *
 * @param nanos ns since 1970
 * @param bytes what was captured
 * @param wire  length on the wire, at least as much
 */
record Frame(long nanos, byte[] bytes, int wire, Meaning meaning) {
    sealed interface Meaning {}

    /** A packet of this talk. */
    record Packet(Talk talk, boolean forward, int ipBytes, boolean retransmitted) implements Meaning {}

    /** In no flow, for this cause. */
    record NoFlow(String cause) implements Meaning {}

    Frame at(long other) {
        return new Frame(other, bytes, wire, meaning);
    }

    /** As if captured with this snap length. */
    Frame snapped(int length) {
        return bytes.length <= length ? this : new Frame(nanos, java.util.Arrays.copyOf(bytes, length), wire, meaning);
    }
}
