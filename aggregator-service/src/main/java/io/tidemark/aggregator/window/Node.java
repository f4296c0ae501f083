package io.tidemark.aggregator.window;

import io.tidemark.contract.flow.FlowBatch;

/** An observation domain in one of its epochs, as one partition knows it: what it sent last, and what it marked. */
final class Node {
    static final long NEVER = Long.MIN_VALUE;
    static final long UNKNOWN = -1;

    final Key key;
    final Group group;
    /** The sequence number that comes next; UNKNOWN before the first. */
    long next = UNKNOWN;
    /** Start of the latest window it has marked; NEVER before the first. */
    long mark = NEVER;
    /** Log time of its last batch, ms since 1970. */
    long seenMillis;
    /** Windows wait for it. */
    boolean live;

    Node(Key key, Group group) {
        this.key = key;
        this.group = group;
    }

    String name() {
        return key.name();
    }

    /** How many sequence numbers were left out before this one; below 0: it was there already. */
    long gapBefore(long sequence) {
        return next == UNKNOWN ? 0 : sequence - next;
    }

    /**
     * What a node is known by.
     *
     * @param name  of the observation domain
     * @param epoch as in FlowBatch, unsigned
     */
    record Key(String name, long epoch) {
        static Key of(FlowBatch batch) {
            return new Key(batch.getNode(), batch.getEpoch());
        }

        /** 64 bits that stand for it where there is no room for it (FNV-1a, 64 bits). */
        long digest() {
            long hash = 0xcbf29ce484222325L;
            for (int i = 0; i < name.length(); i++) {
                hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
            }
            for (int shift = 0; shift < 64; shift += 8) {
                hash = (hash ^ epoch >>> shift & 0xFF) * 0x100000001b3L;
            }
            return hash;
        }
    }
}
