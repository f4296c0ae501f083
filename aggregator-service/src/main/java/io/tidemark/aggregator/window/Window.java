package io.tidemark.aggregator.window;

import io.tidemark.aggregator.grain.Grains;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** An open window: one that waits for its markers, or, late, a revision of one that was closed before. */
final class Window {
    final long start;
    final long length;
    /** Where in the log its first record lies; a restart reads from there. */
    final long firstOffset;

    final boolean late;
    final Grains grains;
    private final TreeSet<String> missing = new TreeSet<>();
    private final TreeSet<String> owing = new TreeSet<>();

    Window(long start, long length, long firstOffset, boolean late, Grains grains) {
        this.start = start;
        this.length = length;
        this.firstOffset = firstOffset;
        this.late = late;
        this.grains = grains;
    }

    /**
     * 0 for a window's first closing. What came late is numbered by where in the log it began, so that no memory of closed
     * windows is needed: 1 + offset modulo 2^31 - 2, which is above 0 and different for all revisions of a window.
     */
    int revision() {
        return late ? 1 + (int) (firstOffset % (Integer.MAX_VALUE - 1)) : 0;
    }

    /** Of a revision: the node sent for it, and has not marked it since. */
    void owes(String node) {
        owing.add(node);
    }

    /** The node has marked it, or never will. True: that was the last one that owed a marker. */
    boolean settles(String node) {
        return owing.remove(node) && owing.isEmpty();
    }

    List<String> owing() {
        return List.copyOf(owing);
    }

    /** These nodes fell silent while it waited for them. */
    void misses(Collection<String> nodes) {
        missing.addAll(nodes);
    }

    List<String> missing() {
        return List.copyOf(missing);
    }

    /**
     * A revision does not book what is missing: the first part of what its marker announces may have come before the closing.
     */
    ClosedWindow closed(String group) {
        if (!late) {
            grains.bookMissing();
        }
        return new ClosedWindow(group, start, length, revision(), missing.isEmpty(), missing(), grains);
    }
}
