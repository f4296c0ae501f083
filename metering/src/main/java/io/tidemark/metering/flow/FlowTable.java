package io.tidemark.metering.flow;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The biflows of one meter: rows of longs in chunks, and an index of open addressing with linear probing over them (half full
 * at most, deletion by backward shift, so no tombstones). Rows keep their place; the order of places depends on the packets
 * alone, so the same capture leaves in the same order. The hash is seeded: who sends packets cannot choose collisions.
 */
final class FlowTable {
    private static final int CHUNK_SHIFT = Integer.numberOfTrailingZeros(Row.IN_CHUNK);
    private static final int CHUNK_LONGS = 2 * Row.RARE;
    private static final int NONE = -1;

    private final int maxRows;
    private final long seedA = ThreadLocalRandom.current().nextLong() | 1;
    private final long seedB = ThreadLocalRandom.current().nextLong() | 1;
    private long[][] chunks;
    private long[] index; // upper half: hash, lower half: row + 1; 0: empty
    private int mask;
    private int size;
    private int top; // rows from here on were never used
    private int firstFree = NONE; // list through Row.A_HIGH
    private long fetched;

    FlowTable(int maxRows, int initialRows) {
        this.maxRows = maxRows;
        chunks = new long[Math.max(1, initialRows + Row.IN_CHUNK - 1 >> CHUNK_SHIFT)][];
        for (int i = 0; i < initialRows >> CHUNK_SHIFT; i++) {
            chunks[i] = new long[CHUNK_LONGS];
        }
        beginWithNoKey();
        index = new long[Math.max(64, Integer.highestOneBit(Math.max(1, initialRows * 2 - 1)) * 2)];
        mask = index.length - 1;
    }

    /** Row 0 is looked at before it is used, for an arrival whose row is not known. */
    private void beginWithNoKey() {
        if (chunks[0] == null) {
            chunks[0] = new long[CHUNK_LONGS];
        }
        chunks[0][Row.KEY] = Row.NO_KEY;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == maxRows;
    }

    /** Rows in use are below this. */
    int top() {
        return top;
    }

    /** The array that holds the row, at {@link #at}. */
    long[] rows(int row) {
        return chunks[row >>> CHUNK_SHIFT];
    }

    static int at(int row) {
        return (row & Row.IN_CHUNK - 1) * Row.LONGS;
    }

    /** Sets the arrival's key and its hash, to find and add with. */
    void aim(Arrival arrival) {
        arrival.orient();
        arrival.hash = hash(arrival.aHigh, arrival.aLow, arrival.bHigh, arrival.bLow, arrival.key);
    }

    private long hash(long aHigh, long aLow, long bHigh, long bLow, long key) {
        return fold(fold(aLow ^ seedA, aHigh ^ key ^ seedB) ^ bHigh, bLow ^ seedB);
    }

    /** Both halves of the 128-bit product: the mixing step of wyhash (Wang Yi, public domain). */
    private static long fold(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b) ^ a * b;
    }

    /**
     * Brings what {@link #find} will look at into the processor's caches: the index slots of all these hashes, then the
     * cache lines of each row that packets touch, three where an array begins within one. No load waits for another one, so they are all under way at once. Java
     * has no prefetch instruction; a load whose value is used, here in a sum that is kept, does the same.
     */
    void fetch(Arrival[] arrivals, int count) {
        for (int i = 0; i < count; i++) {
            int tag = (int) (arrivals[i].hash >>> 32);
            long slot = index[tag & mask];
            long next = index[tag + 1 & mask];
            int row = (int) (slot >>> 32) == tag ? (int) slot : (int) next;
            arrivals[i].guess = Math.max(row - 1, 0);
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long[] rows = rows(arrivals[i].guess);
            int at = at(arrivals[i].guess);
            sum += rows[at + Row.A_HIGH] + rows[at + Row.PACKETS] + rows[at + Row.SEQUENCE];
        }
        fetched = sum;
    }

    /** The row of this arrival, or -1. */
    int find(Arrival arrival) {
        return isOf(arrival.guess, arrival) ? arrival.guess : search(arrival);
    }

    private int search(Arrival arrival) {
        int tag = (int) (arrival.hash >>> 32);
        for (int i = tag & mask; ; i = i + 1 & mask) {
            long slot = index[i];
            if (slot == 0) {
                return NONE;
            }
            if ((int) (slot >>> 32) == tag && isOf((int) slot - 1, arrival)) {
                return (int) slot - 1;
            }
        }
    }

    private boolean isOf(int row, Arrival arrival) {
        long[] rows = rows(row);
        int at = at(row);
        return (rows[at + Row.KEY] ^ arrival.key
                        | rows[at + Row.A_LOW] ^ arrival.aLow
                        | rows[at + Row.B_LOW] ^ arrival.bLow
                        | rows[at + Row.A_HIGH] ^ arrival.aHigh
                        | rows[at + Row.B_HIGH] ^ arrival.bHigh)
                == 0;
    }

    /** A new row for an arrival that has none: its key is set, it has counted nothing. The table must not be full. */
    int add(Arrival arrival) {
        if (size * 2 >= index.length) {
            growIndex();
        }
        int row = take();
        long[] rows = rows(row);
        int at = at(row);
        rows[at + Row.A_HIGH] = arrival.aHigh;
        rows[at + Row.A_LOW] = arrival.aLow;
        rows[at + Row.B_HIGH] = arrival.bHigh;
        rows[at + Row.B_LOW] = arrival.bLow;
        rows[at + Row.KEY] = arrival.key;
        rows[at + Row.FIRST] = Row.NEVER;
        rows[at + Row.STATE] = Row.USED;
        insert(arrival.hash & 0xFFFFFFFF_00000000L | row + 1);
        size++;
        return row;
    }

    /** A row that is all zero. */
    private int take() {
        if (firstFree != NONE) {
            int row = firstFree;
            long[] rows = rows(row);
            int at = at(row);
            firstFree = (int) rows[at + Row.A_HIGH];
            Arrays.fill(rows, at, at + Row.LONGS, 0);
            Arrays.fill(rows, at + Row.RARE, at + Row.RARE + Row.LONGS, 0);
            return row;
        }
        int chunk = top >>> CHUNK_SHIFT;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk * 2);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new long[CHUNK_LONGS];
        }
        return top++;
    }

    private void insert(long slot) {
        int i = (int) (slot >>> 32) & mask;
        while (index[i] != 0) {
            i = i + 1 & mask;
        }
        index[i] = slot;
    }

    private void growIndex() {
        long[] old = index;
        index = new long[old.length * 2];
        mask = index.length - 1;
        for (long slot : old) {
            if (slot != 0) {
                insert(slot);
            }
        }
    }

    /** Frees all rows, and their memory. */
    void clear() {
        Arrays.fill(chunks, null);
        beginWithNoKey();
        Arrays.fill(index, 0);
        size = 0;
        top = 0;
        firstFree = NONE;
    }

    /** Frees a row in use. */
    void remove(int row) {
        long[] rows = rows(row);
        int at = at(row);
        long hash = hash(
                rows[at + Row.A_HIGH],
                rows[at + Row.A_LOW],
                rows[at + Row.B_HIGH],
                rows[at + Row.B_LOW],
                rows[at + Row.KEY]);
        unlink(hash & 0xFFFFFFFF_00000000L | row + 1);
        rows[at + Row.STATE] = 0;
        rows[at + Row.KEY] = Row.NO_KEY;
        rows[at + Row.A_HIGH] = firstFree;
        firstFree = row;
        size--;
    }

    /** Empties the slot and moves those behind it that would no longer be found (Knuth, TAOCP 3, 6.4, algorithm R). */
    private void unlink(long slot) {
        int hole = (int) (slot >>> 32) & mask;
        while (index[hole] != slot) {
            hole = hole + 1 & mask;
        }
        for (int i = hole + 1 & mask; index[i] != 0; i = i + 1 & mask) {
            int home = (int) (index[i] >>> 32) & mask;
            if ((i - home & mask) >= (i - hole & mask)) {
                index[hole] = index[i];
                hole = i;
            }
        }
        index[hole] = 0;
    }
}
