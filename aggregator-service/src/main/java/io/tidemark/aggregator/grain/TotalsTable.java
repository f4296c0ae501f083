package io.tidemark.aggregator.grain;

import io.tidemark.contract.summary.Totals;
import io.tidemark.contract.summary.Volume;
import java.util.Arrays;

/**
 * A hash table from a key of five longs to the sums of {@link Facts}, in primitive arrays: open addressing with linear probing
 * over row numbers, rows dense in the order they came. It grows by doubling up to its bound, then takes no new key.
 *
 * <p>Space: 128 bytes a row and 8 bytes of slots, up to twice that right after growing. Time: one probe or two at a load of at
 * most one half.
 */
final class TotalsTable {
    private static final int KEY = 5;
    private static final int STRIDE = 16; // key, sums, one to spare: two cache lines
    private static final int FIRST = 64;

    private final int bound;
    private long[] rows = new long[FIRST * STRIDE];
    private int[] slots = new int[FIRST * 2]; // row number + 1; 0: empty
    private int size;

    /** @param bound how many keys it takes */
    TotalsTable(int bound) {
        this.bound = bound;
    }

    int size() {
        return size;
    }

    /** Adds to the row of this key, which is made if there is room. False: there is none, and nothing was added. */
    boolean add(long a, long b, long c, long d, long e, long[] sums) {
        int row = find(a, b, c, d, e);
        if (row < 0) {
            return false;
        }
        int at = row * STRIDE + KEY;
        for (int i = 0; i < Facts.SUMS; i++) {
            rows[at + i] += sums[i];
        }
        return true;
    }

    /** Part of a row's key, 0 to 4. */
    long key(int row, int part) {
        return rows[row * STRIDE + part];
    }

    long sum(int row, int which) {
        return rows[row * STRIDE + KEY + which];
    }

    /** IP bytes of a row, both ways. */
    long bytes(int row) {
        return sum(row, Facts.FORWARD_BYTES) + sum(row, Facts.REVERSE_BYTES);
    }

    /** Copies a row's sums. */
    void sums(int row, long[] into) {
        System.arraycopy(rows, row * STRIDE + KEY, into, 0, Facts.SUMS);
    }

    /** Below 0, 0, above 0 as the one row's key stands before, is, or stands after the other's; keys are unsigned numbers. */
    int compareKeys(int one, int other) {
        for (int i = 0; i < KEY; i++) {
            int order = Long.compareUnsigned(key(one, i), key(other, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    void write(int row, Totals totals) {
        write(rows, row * STRIDE + KEY, totals);
    }

    /** Writes sums that lie in an array; zeros are left out, as proto3 does. */
    static void write(long[] sums, int at, Totals totals) {
        totals.setFlows(sums[at + Facts.FLOWS]);
        write(sums, at + Facts.FORWARD_PACKETS, totals.getMutableForward());
        if (sums[at + Facts.REVERSE_PACKETS] != 0) {
            write(sums, at + Facts.REVERSE_PACKETS, totals.getMutableReverse());
        }
        if (sums[at + Facts.RETRANSMITTED] != 0) {
            totals.setRetransmittedPackets(sums[at + Facts.RETRANSMITTED]);
        }
        if (sums[at + Facts.OUT_OF_ORDER] != 0) {
            totals.setOutOfOrderPackets(sums[at + Facts.OUT_OF_ORDER]);
        }
        if (sums[at + Facts.ZERO_WINDOWS] != 0) {
            totals.setZeroWindows(sums[at + Facts.ZERO_WINDOWS]);
        }
    }

    private static void write(long[] sums, int at, Volume volume) {
        volume.setPackets(sums[at]).setBytes(sums[at + 1]).setFrameBytes(sums[at + 2]);
    }

    /** The key's row, made if it is absent; -1: no room. */
    private int find(long a, long b, long c, long d, long e) {
        int mask = slots.length - 1;
        int slot = (int) hash(a, b, c, d, e) & mask;
        while (slots[slot] != 0) {
            int row = slots[slot] - 1;
            if (is(row, a, b, c, d, e)) {
                return row;
            }
            slot = slot + 1 & mask;
        }
        if (size == bound) {
            return -1;
        }
        if (size * STRIDE == rows.length) {
            grow();
            return find(a, b, c, d, e);
        }
        slots[slot] = size + 1;
        int at = size * STRIDE;
        rows[at] = a;
        rows[at + 1] = b;
        rows[at + 2] = c;
        rows[at + 3] = d;
        rows[at + 4] = e;
        return size++;
    }

    private boolean is(int row, long a, long b, long c, long d, long e) {
        int at = row * STRIDE;
        return rows[at + 1] == b && rows[at + 3] == d && rows[at + 4] == e && rows[at] == a && rows[at + 2] == c;
    }

    private void grow() {
        rows = Arrays.copyOf(rows, rows.length * 2);
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int row = 0; row < size; row++) {
            int slot = (int) hash(key(row, 0), key(row, 1), key(row, 2), key(row, 3), key(row, 4)) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = row + 1;
        }
    }

    /** Multiplies by odd constants and folds the high half in: the addresses of a network differ in their low bits alone. */
    private static long hash(long a, long b, long c, long d, long e) {
        long h = (a ^ b * 0x9E3779B97F4A7C15L) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 32 ^ c ^ d * 0xC2B2AE3D27D4EB4FL) * 0xc4ceb9fe1a85ec53L;
        h = (h ^ h >>> 32 ^ e) * 0x9E3779B97F4A7C15L;
        return h ^ h >>> 32;
    }
}
