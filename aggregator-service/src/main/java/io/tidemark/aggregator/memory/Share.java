package io.tidemark.aggregator.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * What one window holds of the {@link Memory}. Its tables ask for arrays here; when the window is done, all goes back at once. One
 * thread at a time.
 */
public final class Share {
    private final Memory memory;
    private final List<long[]> longs = new ArrayList<>();
    private final List<int[]> ints = new ArrayList<>();
    private long bytes; // taken that are not in an array
    private boolean closing;
    private boolean over;

    /** A share of this memory, with nothing in it. */
    public Share(Memory memory) {
        this.memory = memory;
    }

    /** One that never says no, for what is small. */
    public static Share unbounded() {
        return new Share(Memory.unbounded());
    }

    /** An array of at least this length that holds anything; null: there is no room. */
    public long[] longs(int length) {
        var array = over ? null : memory.longs(length, closing);
        if (array != null) {
            longs.add(array);
        }
        return array;
    }

    /** As {@link #longs}. */
    public int[] ints(int length) {
        var array = over ? null : memory.ints(length, closing);
        if (array != null) {
            ints.add(array);
        }
        return array;
    }

    /** Counts bytes that lie elsewhere. False: there is no room, and they are not counted. */
    public boolean take(long more) {
        if (over || !memory.take(more, closing)) {
            return false;
        }
        bytes += more;
        return true;
    }

    /** An array that it got here was too small, as it will be for the next window: it is not kept. */
    public void drop(long[] array) {
        if (longs.removeIf(each -> each == array)) {
            memory.give(Memory.bytes(array.length, Long.BYTES));
        }
    }

    /** As {@link #drop(long[])}. */
    public void drop(int[] array) {
        if (ints.removeIf(each -> each == array)) {
            memory.give(Memory.bytes(array.length, Integer.BYTES));
        }
    }

    /** From now on it may take what is reserved for windows that close. */
    public void close() {
        closing = true;
    }

    /** Gives back everything; what is asked for after that is refused. None of its arrays may be used any more. */
    public void end() {
        over = true;
        longs.forEach(memory::give);
        ints.forEach(memory::give);
        memory.give(bytes);
        longs.clear();
        ints.clear();
        bytes = 0;
    }
}
