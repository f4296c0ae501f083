package io.tidemark.metering.memory;

import static org.jctools.util.UnsafeAccess.UNSAFE;

import java.lang.ref.Cleaner;
import java.util.Arrays;

/**
 * Native memory of one owner, in pieces of {@link #BYTES} that stay where they are until {@link #clear}, or until nobody has this
 * object any more. What is in a new piece is not known: to write zeros everywhere costs as much again as the kernel does for its
 * pages. Not for several threads.
 */
@SuppressWarnings("removal")
public final class Pieces {
    /** Of each piece: a large page. */
    public static final long BYTES = HugePages.BYTES;

    private static final Cleaner CLEANER = Cleaner.create();

    private final Raw raw = new Raw();
    private final long behind;
    private final boolean large;

    /**
     * @param behind bytes that each piece has behind its large page, in usual pages
     * @param large  true: large pages are asked for
     */
    public Pieces(long behind, boolean large) {
        this.behind = behind;
        this.large = large;
        CLEANER.register(this, raw);
    }

    /** The address of a new piece, a multiple of {@link #BYTES}. */
    public long add() {
        long address = UNSAFE.allocateMemory(2 * BYTES + behind); // what is not touched takes no memory
        raw.add(address);
        long piece = address + BYTES - 1 & -BYTES;
        if (large) {
            HugePages.ask(piece, BYTES);
        }
        return piece;
    }

    /** Frees all pieces. */
    public void clear() {
        raw.run();
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
