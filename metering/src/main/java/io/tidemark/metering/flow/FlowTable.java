package io.tidemark.metering.flow;

import io.tidemark.metering.decode.Packet;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The biflows of one meter: rows of longs in chunks, and an index of open addressing with linear probing over them (half full
 * at most, deletion by backward shift, so no tombstones). Rows keep their place; the order of places depends on the packets
 * alone, so the same capture leaves in the same order. The hash is seeded: who sends packets cannot choose collisions.
 */
final class FlowTable {
    private static final int CHUNK_SHIFT = 10; // rows in a chunk: 256 KiB, small enough for any collector's regions
    private static final int CHUNK_ROWS = 1 << CHUNK_SHIFT;
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
    private int direction;
    private final int[] wanted = new int[Burst.CAPACITY]; // rows that fetch asks for
    private long fetched;

    FlowTable(int maxRows, int initialRows) {
        this.maxRows = maxRows;
        chunks = new long[Math.max(1, initialRows + CHUNK_ROWS - 1 >> CHUNK_SHIFT)][];
        for (int i = 0; i < initialRows >> CHUNK_SHIFT; i++) {
            chunks[i] = new long[CHUNK_ROWS * Row.LONGS];
        }
        index = new long[Math.max(64, Integer.highestOneBit(Math.max(1, initialRows * 2 - 1)) * 2)];
        mask = index.length - 1;
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
        return (row & CHUNK_ROWS - 1) * Row.LONGS;
    }

    /** Direction in the biflow of the packet that {@link #find} found or {@link #add} added last. */
    int direction() {
        return direction;
    }

    /** The hash to find and add with; the same for both directions. */
    long hash(int point, Packet p) {
        return hash(
                p.srcHigh(), p.srcLow(), p.srcPort(), p.dstHigh(), p.dstLow(), p.dstPort(), p.protocol() | point << 8);
    }

    private long hash(long aHigh, long aLow, int aPort, long bHigh, long bLow, int bPort, int rest) {
        return fold(end(aHigh, aLow, aPort) + end(bHigh, bLow, bPort) + rest, seedA);
    }

    private long end(long high, long low, int port) {
        return fold(high ^ (long) port << 40 ^ seedB, low ^ seedA);
    }

    /** Both halves of the 128-bit product: the mixing step of wyhash (Wang Yi, public domain). */
    private static long fold(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b) ^ a * b;
    }

    /**
     * Brings what {@link #find} will look at into the processor's caches: the index slots of all these hashes, then the three
     * cache lines of each row that most packets touch. No load waits for another one, so they are all under way at once. Java
     * has no prefetch instruction; a load whose value is used, here in a sum that is kept, does the same.
     */
    void fetch(long[] hashes, int count) {
        for (int i = 0; i < count; i++) {
            int tag = (int) (hashes[i] >>> 32);
            long slot = index[tag & mask];
            wanted[i] = slot != 0 && (int) (slot >>> 32) == tag ? (int) slot - 1 : 0;
        }
        long sum = 0;
        for (int i = 0; i < count && top > 0; i++) {
            long[] rows = rows(wanted[i]);
            int at = at(wanted[i]);
            sum += rows[at + Row.A_HIGH] + rows[at + Row.PACKETS] + rows[at + Row.SEQUENCE];
        }
        fetched = sum;
    }

    /** The packet's row, or -1. */
    int find(long hash, int point, Packet p) {
        int tag = (int) (hash >>> 32);
        long key = key(point, p.protocol(), p.ipv4());
        long there = key | p.srcPort() | (long) p.dstPort() << 16;
        long back = key | p.dstPort() | (long) p.srcPort() << 16;
        for (int i = tag & mask; ; i = i + 1 & mask) {
            long slot = index[i];
            if (slot == 0) {
                return NONE;
            }
            if ((int) (slot >>> 32) == tag && isOf((int) slot - 1, p, there, back)) {
                return (int) slot - 1;
            }
        }
    }

    /** No branch asks for the direction: half of the time the processor would guess it wrong. */
    private boolean isOf(int row, Packet p, long there, long back) {
        long[] rows = rows(row);
        int at = at(row);
        long key = rows[at + Row.KEY];
        long fromB = key ^ there | rows[at + Row.A_LOW] ^ p.srcLow() | rows[at + Row.A_HIGH] ^ p.srcHigh();
        int way = (int) ((fromB | -fromB) >>> 63);
        long wanted = way == 0 ? there : back;
        direction = way;
        return (key ^ wanted
                        | rows[at + Row.A_LOW + 2 * way] ^ p.srcLow()
                        | rows[at + Row.B_LOW - 2 * way] ^ p.dstLow()
                        | rows[at + Row.A_HIGH + 2 * way] ^ p.srcHigh()
                        | rows[at + Row.B_HIGH - 2 * way] ^ p.dstHigh())
                == 0;
    }

    private static long key(int point, int protocol, boolean ipv4) {
        return (long) protocol << 32 | (long) point << 40 | (ipv4 ? Row.KEY_IPV4 : 0);
    }

    /** A new row for a packet that has none: its key is set, all else is zero. The table must not be full. */
    int add(long hash, int point, Packet p) {
        if (size * 2 >= index.length) {
            growIndex();
        }
        int row = take();
        long[] rows = rows(row);
        int at = at(row);
        Arrays.fill(rows, at, at + Row.LONGS, 0);
        rows[at + Row.A_HIGH] = p.srcHigh();
        rows[at + Row.A_LOW] = p.srcLow();
        rows[at + Row.B_HIGH] = p.dstHigh();
        rows[at + Row.B_LOW] = p.dstLow();
        rows[at + Row.KEY] = key(point, p.protocol(), p.ipv4()) | p.srcPort() | (long) p.dstPort() << 16;
        rows[at + Row.STATE] = Row.USED;
        insert(hash & 0xFFFFFFFF_00000000L | row + 1);
        size++;
        direction = 0;
        return row;
    }

    private int take() {
        if (firstFree != NONE) {
            int row = firstFree;
            firstFree = (int) rows(row)[at(row) + Row.A_HIGH];
            return row;
        }
        int chunk = top >>> CHUNK_SHIFT;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk * 2);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new long[CHUNK_ROWS * Row.LONGS];
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

    /** Frees all rows. */
    void clear() {
        Arrays.fill(index, 0);
        size = 0;
        top = 0;
        firstFree = NONE;
    }

    /** Frees a row in use. */
    void remove(int row) {
        long[] rows = rows(row);
        int at = at(row);
        long key = rows[at + Row.KEY];
        long hash = hash(
                rows[at + Row.A_HIGH],
                rows[at + Row.A_LOW],
                (int) key & 0xFFFF,
                rows[at + Row.B_HIGH],
                rows[at + Row.B_LOW],
                (int) (key >>> 16) & 0xFFFF,
                (int) (key >>> 32) & 0xFFFFFF);
        unlink(hash & 0xFFFFFFFF_00000000L | row + 1);
        rows[at + Row.STATE] = 0;
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
