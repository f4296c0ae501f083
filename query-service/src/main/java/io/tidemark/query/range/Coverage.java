package io.tidemark.query.range;

import java.time.Instant;
import java.util.List;

/**
 * What of a range is here.
 *
 * @param complete      at least one window was recorded, each that has begun to arrive is here from every partition, and no node was missing
 * @param missingNodes  nodes without which a window was closed, by name
 * @param recordedFrom  start of the first window of the range that is here; before it nothing is known. Null: of the range nothing is
 * @param recordedTo    end of the last one; from then on nothing is known. Null: as above
 * @param windowSeconds length of the longest window, at least 1, or of the finest rows that are kept where that is longer: steps are multiples
 *                      of it; the contract's default where there is none
 */
public record Coverage(
        boolean complete, List<String> missingNodes, Instant recordedFrom, Instant recordedTo, long windowSeconds) {}
