package io.tidemark.aggregator.window;

import java.util.List;

/**
 * What a partition must know, next to the log, to go on as if it had never stopped. All windows that had closed by the position
 * have been published. The records from the offset to the position are read again, only to fill the windows that were open.
 *
 * @param offset        first record of the oldest open window, or the position if none is open: where reading starts again
 * @param position      first record that was not taken yet
 * @param logMillis     log time there, ms since 1970
 * @param settlesMillis log time before which windows of shared groups do not close; Long.MIN_VALUE: none
 * @param groups        the groups that have a node, an open window, or a past that matters
 * @param nodes         live and silent nodes
 * @param finished      digests of the files' nodes that said goodbye last, oldest first
 * @param windows       the open windows that are more than their records: revisions, and those that miss nodes
 */
public record Checkpoint(
        long offset,
        long position,
        long logMillis,
        long settlesMillis,
        List<GroupState> groups,
        List<NodeState> nodes,
        List<Long> finished,
        List<WindowState> windows) {
    public Checkpoint {
        groups = List.copyOf(groups);
        nodes = List.copyOf(nodes);
        finished = List.copyOf(finished);
        windows = List.copyOf(windows);
    }

    /**
     * A group.
     *
     * @param own       a replayed file's
     * @param watermark windows that start up to here are closed; Long.MIN_VALUE: none
     * @param highest   latest window there is; Long.MIN_VALUE: none
     */
    public record GroupState(String name, boolean own, long watermark, long highest) {}

    /**
     * A node.
     *
     * @param group      index into the groups
     * @param next       sequence number that comes next
     * @param mark       latest window marked; Long.MIN_VALUE: none
     * @param seenMillis log time of its last batch
     * @param live       windows wait for it
     */
    public record NodeState(int group, String name, long epoch, long next, long mark, long seenMillis, boolean live) {}

    /**
     * An open window.
     *
     * @param group       index into the groups
     * @param start       ns since 1970
     * @param late        it is a revision
     * @param firstOffset where its first record lies
     * @param missing     nodes that fell silent while it waited for them
     * @param owing       of a revision: nodes that sent for it and have not marked it since
     */
    public record WindowState(
            int group, long start, boolean late, long firstOffset, List<String> missing, List<String> owing) {
        public WindowState {
            missing = List.copyOf(missing);
            owing = List.copyOf(owing);
        }
    }
}
