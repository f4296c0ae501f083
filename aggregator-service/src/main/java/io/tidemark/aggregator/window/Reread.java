package io.tidemark.aggregator.window;

import io.tidemark.contract.flow.FlowBatch;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What of the log before a checkpoint's position belongs to windows that were open there. A record of a closed window is passed
 * over; so is one that is there twice, for both lie behind the offset, or their window would have been closed.
 */
final class Reread {
    private final Checkpoint checkpoint;
    private final Map<Node.Key, Long> next = new HashMap<>();
    private final Map<Place, Checkpoint.WindowState> windows;

    Reread(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
        this.windows = checkpoint.windows().stream()
                .collect(Collectors.toMap(
                        window -> new Place(
                                checkpoint.groups().get(window.group()).name(), window.start(), window.late()),
                        window -> window));
    }

    /** First record that was not taken before. */
    long end() {
        return checkpoint.position();
    }

    /** False: this batch was there already, among those read again. */
    boolean isFirst(FlowBatch batch) {
        var key = Node.Key.of(batch);
        if (batch.getSequence() < next.getOrDefault(key, 0L)) {
            return false;
        }
        next.put(key, batch.getSequence() + 1);
        return true;
    }

    /** True: the revision that was open for this window had begun by this offset. */
    boolean wasOpenLate(Group group, long start, long offset) {
        var state = windows.get(new Place(group.name, start, true));
        return state != null && state.firstOffset() <= offset;
    }

    /** Tells a window that is filled again whom it misses and who owes it a marker. */
    void remind(Group group, Window window) {
        var state = windows.get(new Place(group.name, window.start, window.late));
        if (state != null) {
            window.misses(state.missing());
            state.owing().forEach(window::owes);
        }
    }

    private record Place(String group, long start, boolean late) {}
}
