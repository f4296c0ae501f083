package io.tidemark.aggregator.grain;

import io.tidemark.aggregator.dedup.Facts;
import io.tidemark.aggregator.dedup.KeyTable;
import io.tidemark.aggregator.memory.Share;
import io.tidemark.contract.summary.Totals;
import io.tidemark.contract.summary.Volume;
import java.util.function.IntPredicate;

/**
 * Sums of {@link Facts} by a key of five longs; a row for each key, in the order they came.
 *
 * <p>Space: as {@link KeyTable}, with 80 bytes of sums in a row.
 */
final class TotalsTable {
    /** What takes the rest: a row for each protocol. */
    private static final int PROTOCOLS = 256;

    private final KeyTable keys;

    /**
     * An empty table.
     *
     * @param bound  how many keys it takes
     * @param more   values a row has beside its sums
     * @param memory where its arrays come from
     */
    TotalsTable(int bound, int more, Share memory) {
        keys = new KeyTable(bound, Facts.SUMS + more, memory);
    }

    /** One for what has no row of its own, by protocol. It is small, and there is always room for it. */
    static TotalsTable others() {
        return new TotalsTable(PROTOCOLS, 0, Share.unbounded());
    }

    /** As {@link KeyTable#expect}. */
    void expect(int rows) {
        keys.expect(rows);
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
        long[] sums = keys.values();
        int at = keys.at(row);
        for (int i = 0; i < Facts.SUMS; i++) {
            sums[at + i] += flow[i];
        }
        return row;
    }

    /** As {@link KeyTable#retain}. */
    void retain(IntPredicate kept) {
        keys.retain(kept);
    }

    /** Part of a row's key, 0 to 4. */
    long key(int row, int part) {
        return keys.key(row, part);
    }

    /** As {@link KeyTable#compareKeys}. */
    int compareKeys(int one, int other) {
        return keys.compareKeys(one, other);
    }

    /** A sum, or from {@link Facts#SUMS} on one of the other values. */
    long value(int row, int which) {
        return keys.values()[keys.at(row) + which];
    }

    void set(int row, int which, long value) {
        keys.values()[keys.at(row) + which] = value;
    }

    /** IP bytes of a row, both ways. */
    long bytes(int row) {
        return value(row, Facts.FORWARD_BYTES) + value(row, Facts.REVERSE_BYTES);
    }

    /** Copies a row's sums. */
    void sums(int row, long[] into) {
        System.arraycopy(keys.values(), keys.at(row), into, 0, Facts.SUMS);
    }

    void write(int row, Totals totals) {
        write(keys.values(), keys.at(row), totals);
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
