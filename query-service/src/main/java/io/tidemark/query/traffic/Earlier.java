package io.tidemark.query.traffic;

import io.tidemark.query.range.Coverage;
import io.tidemark.query.range.Range;
import java.time.Instant;
import java.util.List;

/**
 * The earlier range that an answer is compared with.
 *
 * @param from         it is [from, to) on the start of windows
 * @param to           exclusive
 * @param complete     every window of it is here, from every node
 * @param missingNodes nodes without which a window of it was closed
 */
public record Earlier(Instant from, Instant to, boolean complete, List<String> missingNodes) {
    static Earlier of(Range range, Coverage coverage) {
        return new Earlier(range.from(), range.to(), coverage.complete(), coverage.missingNodes());
    }
}
