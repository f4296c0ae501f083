package io.tidemark.query.range;

import java.util.List;

/**
 * What of a range is here.
 *
 * @param complete      each window that has begun to arrive is here from every partition, and no node was missing
 * @param missingNodes  nodes without which a window was closed, by name
 * @param windowSeconds length of the longest window, at least 1, or of the finest rows that are kept where that is longer: steps are multiples
 *                      of it; the contract's default where there is none
 */
public record Coverage(boolean complete, List<String> missingNodes, long windowSeconds) {}
