package io.tidemark.aggregator.grain;

import io.tidemark.aggregator.dedup.Facts;
import io.tidemark.aggregator.dedup.KeyTable;
import io.tidemark.contract.summary.Totals;
import io.tidemark.contract.summary.Volume;
import java.util.Arrays;

/**
 * Sums of {@link Facts} by a key of five longs; a row for each key, in the order they came.
 *
 * <p>Space: 80 bytes a row beside its key's 48, up to twice that right after growing.
 */
final class TotalsTable {
    private static final int FIRST = 64;

    private final KeyTable keys;
    private long[] sums = new long[FIRST * Facts.SUMS];

    /** @param bound how many keys it takes */
    TotalsTable(int bound) {
        keys = new KeyTable(bound);
    }

    int size() {
        return keys.size();
    }

    /** Adds to the row of this key, which is made if it is absent. Returns it; {@link KeyTable#FULL}: no room, nothing was added. */
    int add(long a, long b, long c, long d, long e, long[] flow) {
        int row = keys.row(a, b, c, d, e);
        if (row == KeyTable.FULL) {
            return row;
        }
        int at = row * Facts.SUMS;
        if (at == sums.length) {
            sums = Arrays.copyOf(sums, sums.length * 2);
        }
        for (int i = 0; i < Facts.SUMS; i++) {
            sums[at + i] += flow[i];
        }
        return row;
    }

    /** Part of a row's key, 0 to 4. */
    long key(int row, int part) {
        return keys.key(row, part);
    }

    /** As {@link KeyTable#compareKeys}. */
    int compareKeys(int one, int other) {
        return keys.compareKeys(one, other);
    }

    long sum(int row, int which) {
        return sums[row * Facts.SUMS + which];
    }

    /** IP bytes of a row, both ways. */
    long bytes(int row) {
        return sum(row, Facts.FORWARD_BYTES) + sum(row, Facts.REVERSE_BYTES);
    }

    /** Copies a row's sums. */
    void sums(int row, long[] into) {
        System.arraycopy(sums, row * Facts.SUMS, into, 0, Facts.SUMS);
    }

    void write(int row, Totals totals) {
        write(sums, row * Facts.SUMS, totals);
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
}
