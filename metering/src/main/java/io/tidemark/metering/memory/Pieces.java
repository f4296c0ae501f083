package io.tidemark.metering.memory;

import static org.jctools.util.UnsafeAccess.UNSAFE;

import java.lang.ref.Cleaner;
import java.util.Arrays;

/**
 * Native memory of one owner, in pieces of one size that stay where they are until {@link #clear}, or until nobody has this object
 * any more. What is in a new piece is not known: to write zeros everywhere costs as much again as the kernel does for its pages.
 * Not for several threads.
 */
@SuppressWarnings("removal")
public final class Pieces {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int ALIGNMENT = 128; // bytes: a pair of cache lines

    private final long bytes;
    private final Raw raw = new Raw();

    /** @param bytes of each piece */
    public Pieces(long bytes) {
        this.bytes = bytes;
        CLEANER.register(this, raw);
    }

    /** The address of a new piece, a multiple of 128. */
    public long add() {
        long address = UNSAFE.allocateMemory(bytes + ALIGNMENT);
        raw.add(address);
        return address + ALIGNMENT - 1 & -ALIGNMENT;
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
