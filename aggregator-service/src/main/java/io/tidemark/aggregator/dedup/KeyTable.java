package io.tidemark.aggregator.dedup;

import java.util.Arrays;

/**
 * A hash table from a key of five longs to a row number, in primitive arrays: open addressing with linear probing, rows dense in
 * the order they came. It grows by doubling up to its bound, then takes no new key.
 *
 * <p>Space: 40 bytes a row and 8 bytes of slots, up to twice that right after growing. Time: one probe or two at a load of at
 * most one half.
 */
public final class KeyTable {
    /** What {@link #row} says when there is no room. */
    public static final int FULL = -1;

    private static final int KEY = 5;
    private static final int FIRST = 64;

    private final int bound;
    private long[] keys = new long[FIRST * KEY];
    private int[] slots = new int[FIRST * 2]; // row number + 1; 0: empty
    private int size;

    /** @param bound how many keys it takes */
    public KeyTable(int bound) {
        this.bound = bound;
    }

    /** How many keys there are; rows are numbered 0 to size - 1. */
    public int size() {
        return size;
    }

    /** Part of a row's key, 0 to 4. */
    public long key(int row, int part) {
        return keys[row * KEY + part];
    }

    /** The key's row, made if it is absent; {@link #FULL}: it is absent, and there is no room. */
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
        if (size == bound) {
            return FULL;
        }
        if (size * KEY == keys.length) {
            grow();
            return row(a, b, c, d, e);
        }
        slots[slot] = size + 1;
        int at = size * KEY;
        keys[at] = a;
        keys[at + 1] = b;
        keys[at + 2] = c;
        keys[at + 3] = d;
        keys[at + 4] = e;
        return size++;
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
        int at = row * KEY;
        return keys[at + 1] == b && keys[at + 3] == d && keys[at + 4] == e && keys[at] == a && keys[at + 2] == c;
    }

    private void grow() {
        keys = Arrays.copyOf(keys, keys.length * 2);
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
