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
 * @param complete     a window was recorded, and each that was is here, from every node
 * @param missingNodes nodes without which a window of it was closed
 * @param recordedFrom start of the first window that is here, before which nothing is known; null: nothing is known of all of the range
 * @param recordedTo   end of the last one, from which on nothing is known; null: as above
 */
public record Earlier(
        Instant from,
        Instant to,
        boolean complete,
        List<String> missingNodes,
        Instant recordedFrom,
        Instant recordedTo) {
    static Earlier of(Range range, Coverage coverage) {
        return new Earlier(
                range.from(),
                range.to(),
                coverage.complete(),
                coverage.missingNodes(),
                coverage.recordedFrom(),
                coverage.recordedTo());
    }
}
