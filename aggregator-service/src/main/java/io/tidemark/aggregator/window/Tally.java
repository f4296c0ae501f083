package io.tidemark.aggregator.window;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** Counts what the partitions take in and close, for metrics and tests. Any thread may read it. */
public final class Tally {
    /** Batches whose flows were taken, late ones included. */
    public final LongAdder batches = new LongAdder();
    /** Flow records that were taken, late ones included. */
    public final LongAdder flows = new LongAdder();
    /** Batches that were there before, and dropped. */
    public final LongAdder duplicates = new LongAdder();
    /** Sequence numbers that never came. */
    public final LongAdder gaps = new LongAdder();
    /** Flow records whose window was closed already. */
    public final LongAdder lateFlows = new LongAdder();
    /** Flow records that an open window had no room for, and counted as they came. */
    public final LongAdder coarseFlows = new LongAdder();
    /** Batches read a second time after a restart, to fill windows that were open. */
    public final LongAdder reread = new LongAdder();
    /** Nodes that fell silent while windows waited for them. */
    public final LongAdder silentNodes = new LongAdder();
    /** Windows and revisions closed with every marker there. */
    public final LongAdder closedComplete = new LongAdder();
    /** Windows and revisions closed without some node's marker. */
    public final LongAdder closedIncomplete = new LongAdder();
    /**
     * Told of each late batch of nodes that watch the present: from its window's end to when the broker took it, ms. On the
     * partitions' workers.
     */
    final LongConsumer lateness;

    /** Counts only. */
    public Tally() {
        this(millis -> {});
    }

    /** @param lateness takes how late each late batch was, ms; from any worker */
    public Tally(LongConsumer lateness) {
        this.lateness = lateness;
    }
}
