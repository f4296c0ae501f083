package io.tidemark.metering.memory;

import static org.jctools.util.UnsafeAccess.UNSAFE;

import java.lang.ref.Cleaner;
import java.util.Arrays;

/**
 * Native memory of one owner, in pieces that stay where they are until {@link #clear}, or until nobody has this object any more. What is
 * in a new piece is not known: to write zeros everywhere costs as much again as the kernel does for its pages. Not for several threads.
 *
 * <p>What is not touched takes no memory. So large pages are got from the system in blocks, each twice as large as the one before: what the
 * system notes down at the beginning of a block takes a large page, too, where it gives these to everybody.
 */
@SuppressWarnings("removal")
public final class Pieces {
    /** Of a large page. */
    public static final long BYTES = HugePages.BYTES;

    private static final int MOST_IN_BLOCK = 32;
    private static final long LINE = 64;
    private static final Cleaner CLEANER = Cleaner.create();

    private final Raw raw = new Raw();
    private final boolean large;
    private long next; // large page
    private int left; // of its block
    private int inBlock = 1; // of the next one

    /** @param large true: large pages are asked for; else memory of their size and alignment does */
    public Pieces(boolean large) {
        this.large = large;
        CLEANER.register(this, raw);
    }

    /** The address of a new large page, a multiple of {@link #BYTES}. */
    public long add() {
        if (left == 0) {
            next = allocate((inBlock + 1) * BYTES) + BYTES - 1 & -BYTES;
            left = inBlock;
            inBlock = Math.min(2 * inBlock, MOST_IN_BLOCK);
        }
        long piece = next;
        next += BYTES;
        left--;
        if (large) {
            HugePages.ask(piece, BYTES);
        }
        return piece;
    }

    /** The address of a new piece of so many bytes, at the beginning of a cache line. */
    public long add(long bytes) {
        return allocate(bytes + LINE - 1) + LINE - 1 & -LINE;
    }

    private long allocate(long bytes) {
        long address = UNSAFE.allocateMemory(bytes);
        raw.add(address);
        return address;
    }

    /** Frees all pieces. */
    public void clear() {
        raw.run();
        left = 0;
        inBlock = 1;
    }

    /** What the system gave; knows nothing of its owner, so that the owner can go. */
    private static final class Raw implements Runnable {
        private long[] addresses = new long[4];
        private int count;

        void add(long address) {
            if (count == addresses.length) {
                addresses = Arrays.copyOf(addresses, 2 * count);
            }
            addresses[count++] = address;
        }

        @Override
        public void run() {
            for (int i = 0; i < count; i++) {
                UNSAFE.freeMemory(addresses[i]);
            }
            count = 0;
        }
    }
}
