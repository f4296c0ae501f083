package io.tidemark.aggregator.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The bytes that the windows of a process may hold together. Arrays that a window has given back are kept for the next one, as
 * windows are alike: so in the long run nothing is allocated. What is kept counts, and is dropped first when there is no room.
 *
 * <p>Open windows get three quarters; the last one is for windows that close, which need tables of their own for a moment.
 *
 * <p>Any thread. It is asked when a table grows, not for each flow.
 */
public final class Memory {
    /** An array's header, rounded up. */
    private static final int HEADER = 16;

    private final long bound;
    private final Map<Integer, Deque<long[]>> longs = new HashMap<>();
    private final Map<Integer, Deque<int[]>> ints = new HashMap<>();
    private long used;
    private long kept;

    /**
     * A budget.
     *
     * @param bound bytes, at least 0
     */
    public Memory(long bound) {
        if (bound < 0) {
            throw new IllegalArgumentException("a memory of %d bytes".formatted(bound));
        }
        this.bound = bound;
    }

    /** One that never says no. */
    public static Memory unbounded() {
        return new Memory(Long.MAX_VALUE);
    }

    /** Bytes that there are. */
    long bound() {
        return bound;
    }

    /** Bytes that windows hold now; what is kept for the next ones is not in it. */
    public synchronized long used() {
        return used;
    }

    /** Bytes that are held now, with what is kept for the next windows. */
    public synchronized long held() {
        return used + kept;
    }

    /** Counts the bytes as used. False: there is no room, and they are not. */
    synchronized boolean take(long bytes, boolean closing) {
        long limit = closing ? bound : bound - bound / 4;
        if (bytes > limit - used) {
            return false;
        }
        if (bytes > bound - used - kept) {
            longs.clear();
            ints.clear();
            kept = 0;
        }
        used += bytes;
        return true;
    }

    /** An array that holds anything, or null: there is no room. */
    synchronized long[] longs(int length, boolean closing) {
        long bytes = bytes(length, Long.BYTES);
        var before = longs.get(length);
        var array = before == null ? null : before.pollLast();
        if (!reuse(array != null, bytes, closing)) {
            return null;
        }
        return array == null ? new long[length] : array;
    }

    /** As {@link #longs}. */
    synchronized int[] ints(int length, boolean closing) {
        long bytes = bytes(length, Integer.BYTES);
        var before = ints.get(length);
        var array = before == null ? null : before.pollLast();
        if (!reuse(array != null, bytes, closing)) {
            return null;
        }
        return array == null ? new int[length] : array;
    }

    private boolean reuse(boolean isKept, long bytes, boolean closing) {
        if (isKept) {
            kept -= bytes;
        }
        return take(bytes, closing);
    }

    synchronized void give(long bytes) {
        used -= bytes;
    }

    synchronized void give(long[] array) {
        long bytes = bytes(array.length, Long.BYTES);
        used -= bytes;
        kept += bytes;
        longs.computeIfAbsent(array.length, length -> new ArrayDeque<>()).add(array);
    }

    synchronized void give(int[] array) {
        long bytes = bytes(array.length, Integer.BYTES);
        used -= bytes;
        kept += bytes;
        ints.computeIfAbsent(array.length, length -> new ArrayDeque<>()).add(array);
    }

    static long bytes(int length, int each) {
        return HEADER + (long) length * each;
    }
}
