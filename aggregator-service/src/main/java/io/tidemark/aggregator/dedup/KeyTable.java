package io.tidemark.aggregator.dedup;

import io.tidemark.aggregator.memory.Share;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A hash table from a key of five longs to a row of longs, in primitive arrays: open addressing with linear probing, rows dense in
 * the order they came, the key in front of its values. It grows by doubling, up to its bound or as far as there is memory, then takes
 * no new key.
 *
 * <p>Space: 40 bytes and 8 for each value in a row, 8 to 16 bytes of slots; up to twice that right after growing, but never more than
 * for the bound's rows. Time: one probe or
 * two at a load of at most one half.
 */
public final class KeyTable {
    /** What {@link #row} says when there is no room. */
    public static final int FULL = -1;

    private static final int KEY = 5;
    private static final int FIRST = 64;

    private final int bound;
    private final int stride;
    private final Share memory;
    private long[] rows = {};
    private int[] slots = new int[1]; // row number + 1; 0: empty
    private int capacity;
    private int size;
    private int expected;

    /**
     * An empty table.
     *
     * @param bound  how many keys it takes
     * @param width  values in a row
     * @param memory where its arrays come from
     */
    public KeyTable(int bound, int width, Share memory) {
        this.bound = bound;
        this.stride = KEY + width;
        this.memory = memory;
    }

    /** There will be about this many keys: what is empty becomes as large at once, when the first one comes. */
    public void expect(int keys) {
        expected = keys;
    }

    /** How many keys there are; rows are numbered 0 to size - 1. */
    public int size() {
        return size;
    }

    /** Part of a row's key, 0 to 4. */
    public long key(int row, int part) {
        return rows[row * stride + part];
    }

    /** The array with the rows' values; another one after a key was added. */
    public long[] values() {
        return rows;
    }

    /** Where a row's values begin in {@link #values}. */
    public int at(int row) {
        return row * stride + KEY;
    }

    /** The key's row, made with zeros if it is absent; {@link #FULL}: it is absent, and there is no room. */
    public int row(long a, long b, long c, long d, long e) {
        int mask = slots.length - 1;
        int slot = (int) hash(a, b, c, d, e) & mask;
        while (slots[slot] != 0) {
            int row = slots[slot] - 1;
            if (is(row, a, b, c, d, e)) {
                return row;
            }
            slot = slot + 1 & mask;
        }
        if (size == capacity) {
            return size == bound || !grow() ? FULL : row(a, b, c, d, e);
        }
        slots[slot] = size + 1;
        int at = size * stride;
        rows[at] = a;
        rows[at + 1] = b;
        rows[at + 2] = c;
        rows[at + 3] = d;
        rows[at + 4] = e;
        for (int i = at + KEY; i < at + stride; i++) {
            rows[i] = 0;
        }
        return size++;
    }

    /** Keeps these rows alone, in their order; asked once for each, in that order. */
    public void retain(IntPredicate kept) {
        int next = 0;
        for (int row = 0; row < size; row++) {
            if (kept.test(row)) {
                System.arraycopy(rows, row * stride, rows, next * stride, stride);
                next++;
            }
        }
        size = next;
        Arrays.fill(slots, 0);
        fillSlots();
    }

    /** Below 0, 0, above 0 as the one row's key stands before, is, or stands after the other's; keys are unsigned numbers. */
    public int compareKeys(int one, int other) {
        for (int i = 0; i < KEY; i++) {
            int order = Long.compareUnsigned(key(one, i), key(other, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private boolean is(int row, long a, long b, long c, long d, long e) {
        int at = row * stride;
        return rows[at + 1] == b && rows[at + 3] == d && rows[at + 4] == e && rows[at] == a && rows[at + 2] == c;
    }

    private boolean grow() {
        long wanted = Math.max(FIRST, capacity * 2L);
        while (capacity == 0 && wanted < expected) {
            wanted *= 2;
        }
        int more = (int) Math.min(bound, wanted);
        if ((long) more * stride > Integer.MAX_VALUE - 8) {
            return false;
        }
        var moreRows = memory.longs(more * stride);
        var moreSlots = moreRows == null ? null : memory.ints(2 * Integer.highestOneBit(Math.max(1, 2 * more - 1)));
        if (moreSlots == null) {
            if (moreRows != null) {
                memory.drop(moreRows);
            }
            return false;
        }
        System.arraycopy(rows, 0, moreRows, 0, size * stride);
        Arrays.fill(moreSlots, 0);
        memory.drop(rows);
        memory.drop(slots);
        rows = moreRows;
        slots = moreSlots;
        capacity = more;
        fillSlots();
        return true;
    }

    private void fillSlots() {
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
