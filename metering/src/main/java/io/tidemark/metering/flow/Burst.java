package io.tidemark.metering.flow;

import io.tidemark.metering.decode.FrameDecoder;
import io.tidemark.metering.decode.Packet;

/**
 * Frames that were decoded and wait to be counted, in the order in which they arrived. In a table of 100,000 rows the next
 * packet's row is in no cache of the processor, and a packet alone would wait for it, some 100 ns; the rows of a burst are
 * asked for together ({@link FlowTable#fetch}), so the waits overlap.
 */
final class Burst {
    /** Packets; with 16 the waits overlap less, 64 gain nothing more. */
    static final int CAPACITY = 32;

    final Packet[] packets = new Packet[CAPACITY];
    final FrameDecoder.Result[] results = new FrameDecoder.Result[CAPACITY];
    /** {@link FlowTable#hash}; of a frame without IP 0. */
    final long[] hashes = new long[CAPACITY];

    final long[] times = new long[CAPACITY]; // ns since 1970
    final int[] points = new int[CAPACITY];
    final int[] wires = new int[CAPACITY]; // frame bytes
    int size;

    Burst() {
        for (int i = 0; i < CAPACITY; i++) {
            packets[i] = new Packet();
        }
    }

    boolean isFull() {
        return size == CAPACITY;
    }
}
