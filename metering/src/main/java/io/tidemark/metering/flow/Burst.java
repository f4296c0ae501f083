package io.tidemark.metering.flow;

/**
 * Frames that were decoded and wait to be counted, in the order in which they arrived. In a table of 100,000 rows the next
 * packet's row is in no cache of the processor, and a packet alone would wait for it, some 100 ns; the rows of a burst are
 * asked for together ({@link FlowTable#fetch}), so the waits overlap.
 */
final class Burst {
    /** Packets; with 16 the waits overlap less, 64 gain nothing more. */
    static final int CAPACITY = 32;

    final Arrival[] arrivals = new Arrival[CAPACITY];
    int size;

    Burst() {
        for (int i = 0; i < CAPACITY; i++) {
            arrivals[i] = new Arrival();
        }
    }

    boolean isFull() {
        return size == CAPACITY;
    }
}
