package io.tidemark.aggregator.window;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The nodes whose windows close together, and these windows. */
final class Group {
    final String name;
    /** A replayed file's, which has its windows for itself. */
    final boolean own;
    /** All windows that start up to here are closed. */
    long watermark = Node.NEVER;
    /** Start of the latest window that anything came for. */
    long highest = Node.NEVER;

    final List<Node> live = new ArrayList<>();
    final TreeMap<Long, Window> open = new TreeMap<>();
    /** Revisions: what came after their window was closed. */
    final TreeMap<Long, Window> late = new TreeMap<>();

    Group(String name, boolean own) {
        this.name = name;
        this.own = own;
    }

    /** Start of the latest window no live node still works on; where nobody is live, of the latest window there is. */
    long reached() {
        if (live.isEmpty()) {
            return highest;
        }
        long reached = Long.MAX_VALUE;
        for (Node node : live) {
            reached = Math.min(reached, node.mark);
        }
        return reached;
    }

    boolean hears(String node) {
        return live.stream().anyMatch(each -> each.name().equals(node));
    }
}
