package io.tidemark.aggregator.window;

import io.tidemark.aggregator.grain.Grains;
import java.util.List;

/**
 * A window, or what came late for one, that gets no more flows.
 *
 * @param group        the window group
 * @param startNanos   its start, ns since 1970
 * @param lengthNanos  its length, ns
 * @param revision     0: its first closing; else of what came late, rising in log order
 * @param complete     every node that was live had marked it
 * @param missingNodes those that had not, in order; empty when complete
 * @param grains       what its flows add up to
 */
public record ClosedWindow(
        String group,
        long startNanos,
        long lengthNanos,
        int revision,
        boolean complete,
        List<String> missingNodes,
        Grains grains) {
    /** First instant after the window, ns since 1970. */
    public long endNanos() {
        return startNanos + lengthNanos;
    }
}
