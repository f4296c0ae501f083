package io.tidemark.metering.flow;

import io.tidemark.metering.decode.Packet;
import io.tidemark.metering.memory.Pieces;
import java.util.Arrays;

/**
 * The biflows of one meter: rows in chunks of native memory, known by number and by address, and an index of open addressing with
 * linear probing over them (half full at most, deletion by backward shift, so no tombstones). Rows keep their place; the order of
 * places depends on the packets alone, so the same capture leaves in the same order. The first row of each chunk is nobody's: no arrival
 * has its key.
 */
final class FlowTable {
    private static final int CHUNK_SHIFT = Integer.numberOfTrailingZeros(Row.IN_CHUNK);
    private static final int NOBODY = 0;
    private static final int LEAST_INDEX = 64;

    private final int maxRows;
    private final Pieces memory;
    private final long[] chunks; // addresses; 0: not made yet
    private long[] index; // upper half: hash, lower half: row; 0: empty
    private int mask;
    private int size;
    private int top; // rows from here on were never used
    private int firstFree; // list through Row.A_HIGH
    private long nobody;
    private long fetched;

    /** @param largePages true: the rows lie in large pages, where the system has them */
    FlowTable(int maxRows, int initialRows, boolean largePages) {
        this.maxRows = maxRows;
        memory = new Pieces(largePages);
        chunks = new long[maxRows / (Row.IN_CHUNK - 1) + 1];
        makeIndex(Math.max(LEAST_INDEX, Integer.highestOneBit(Math.max(1, initialRows * 2 - 1)) * 2));
        begin();
        for (int number = top; number < initialRows; number++) {
            makeRoom(number);
            Row.make(row(number)); // so the kernel makes its page now
        }
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

    /** Where the row with this number is. */
    long row(int number) {
        return chunks[number >>> CHUNK_SHIFT] + (number & Row.IN_CHUNK - 1) * Row.LENGTH;
    }

    /**
     * Brings what {@link #find} will look at into the processor's caches: the index slots of all these hashes, then the two
     * cache lines of each row. No load waits for another one and the loops are short, so all are under way at once. Java has no
     * prefetch instruction; a load whose value is used, here in a sum that is kept, does the same.
     */
    void fetch(Arrival[] arrivals, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += index[tag(arrivals[i]) & mask];
        }
        for (int i = 0; i < count; i++) {
            arrivals[i].guess = guess(tag(arrivals[i]));
        }
        for (int i = 0; i < count; i++) {
            long row = arrivals[i].guess;
            sum += Row.get(row, Row.A_HIGH) + Row.get(row, Row.PACKETS);
        }
        fetched = sum;
    }

    private static int tag(Arrival arrival) {
        return (int) (arrival.hash() >>> 32);
    }

    private long guess(int tag) {
        long slot = index[tag & mask];
        return rowAt((int) (slot >>> 32) == tag ? slot : index[tag + 1 & mask], tag);
    }

    /** The row of this slot if it has this tag. */
    private long rowAt(long slot, int tag) {
        return (int) (slot >>> 32) == tag && slot != 0 ? row((int) slot) : nobody;
    }

    /** The address of this arrival's row, or 0. */
    long find(Arrival arrival) {
        return isOf(arrival.guess, arrival) ? arrival.guess : search(arrival);
    }

    private long search(Arrival arrival) {
        int tag = tag(arrival);
        for (int i = tag & mask; ; i = i + 1 & mask) {
            long slot = index[i];
            if (slot == 0) {
                return 0;
            }
            // asked for nobody often, so that two rows of one tag are nothing new to the compiler
            long row = rowAt(slot, tag);
            if (isOf(row, arrival)) {
                return row;
            }
        }
    }

    static boolean isOf(long row, Arrival arrival) {
        return (Row.get(row, Row.A_HIGH) ^ arrival.aHigh()
                        | Row.get(row, Row.KEY) ^ arrival.key()
                        | Row.get(row, Row.A_LOW) ^ arrival.aLow()
                        | Row.get(row, Row.B_LOW) ^ arrival.bLow()
                        | Row.get(row, Row.B_HIGH) ^ arrival.bHigh())
                == 0;
    }

    /** The address of a new row for an arrival that has none: its key is set, it has counted nothing. The table must not be full. */
    long add(Arrival arrival) {
        if (size * 2 >= index.length) {
            growIndex();
        }
        int number = take();
        long row = row(number);
        Row.set(row, Row.A_HIGH, arrival.aHigh());
        Row.set(row, Row.A_LOW, arrival.aLow());
        Row.set(row, Row.B_HIGH, arrival.bHigh());
        Row.set(row, Row.B_LOW, arrival.bLow());
        Row.set(row, Row.KEY, arrival.key());
        Row.set(row, Row.SEQUENCE, 0);
        Row.mark(row, Row.USED);
        Row.clearCounts(row);
        insert(arrival.hash() & 0xFFFFFFFF_00000000L | number);
        size++;
        return row;
    }

    private int take() {
        int number = firstFree;
        if (number == NOBODY) {
            makeRoom(top);
            top += isNobody(top) ? 1 : 0;
            number = top++;
            Row.make(row(number));
        } else {
            firstFree = (int) Row.get(row(number), Row.A_HIGH);
        }
        return number;
    }

    private void makeRoom(int number) {
        int chunk = number >>> CHUNK_SHIFT;
        if (chunks[chunk] == 0) {
            chunks[chunk] = memory.add();
            Row.makeChunk(chunks[chunk], memory);
        }
    }

    private static boolean isNobody(int number) {
        return (number & Row.IN_CHUNK - 1) == 0;
    }

    private void insert(long slot) {
        int i = (int) (slot >>> 32) & mask;
        while (index[i] != 0) {
            i = i + 1 & mask;
        }
        index[i] = slot;
    }

    private void makeIndex(int length) {
        index = new long[length];
        mask = length - 1;
    }

    private void growIndex() {
        long[] old = index;
        makeIndex(old.length * 2);
        for (long slot : old) {
            if (slot != 0) {
                insert(slot);
            }
        }
    }

    /** Frees all rows and their memory. */
    void clear() {
        memory.clear();
        Arrays.fill(chunks, 0);
        makeIndex(LEAST_INDEX);
        size = 0;
        begin();
    }

    private void begin() {
        makeRoom(NOBODY);
        nobody = row(NOBODY);
        firstFree = NOBODY;
        top = 1;
    }

    /** Frees a row in use. */
    void remove(int number) {
        long row = row(number);
        unlink(hash(row) & 0xFFFFFFFF_00000000L | number);
        Row.free(row);
        Row.set(row, Row.A_HIGH, firstFree);
        firstFree = number;
        size--;
    }

    private static long hash(long row) {
        return Packet.hash(
                Row.get(row, Row.A_HIGH),
                Row.get(row, Row.A_LOW),
                Row.get(row, Row.B_HIGH),
                Row.get(row, Row.B_LOW),
                Row.get(row, Row.KEY));
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
