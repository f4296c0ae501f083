package io.tidemark.metering.flow;

import io.tidemark.contract.window.WindowLength;
import java.util.ArrayList;
import java.util.List;

/** The windows that wait to be given to the sink, few at a time, in order of time. */
final class OpenWindows {
    private final WindowLength length; // null: all time is one window
    private final List<OpenWindow> open = new ArrayList<>();
    private OpenWindow recent = OpenWindow.NONE;

    OpenWindows(WindowLength length) {
        this.length = length;
    }

    long startOf(long time) {
        return length == null ? 0 : length.startOf(time);
    }

    /** The window that holds this instant, opened if need be. */
    OpenWindow at(long time) {
        return recent.holds(time) ? recent : find(time);
    }

    private OpenWindow find(long time) {
        long start = startOf(time);
        int i = open.size();
        while (i > 0 && open.get(i - 1).start > start) {
            i--;
        }
        boolean there = i > 0 && open.get(i - 1).start == start;
        if (!there) {
            open.add(i, length == null ? new OpenWindow() : new OpenWindow(start, length.endOf(start)));
        }
        recent = open.get(there ? i - 1 : i);
        return recent;
    }

    int size() {
        return open.size();
    }

    boolean anyBefore(long start) {
        return !open.isEmpty() && open.getFirst().start < start;
    }

    List<OpenWindow> all() {
        return open;
    }

    /** Takes out those that start before this, in order. */
    List<OpenWindow> takeBefore(long start) {
        var taken = new ArrayList<OpenWindow>();
        while (anyBefore(start)) {
            taken.add(open.removeFirst());
        }
        recent = OpenWindow.NONE;
        return taken;
    }
}
