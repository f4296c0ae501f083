package io.tidemark.query.traffic;

import java.time.Instant;
import java.util.List;

/**
 * The largest.
 *
 * @param from         the range is [from, to) on the start of windows
 * @param to           exclusive
 * @param by           what is ranked
 * @param metric       by what
 * @param complete     every window of the range is here, from every node
 * @param missingNodes nodes without which a window was closed
 * @param total        the metric over all traffic of the range
 * @param rows         largest first, ties by key
 * @param other        the metric over all traffic that no row has a part in
 */
public record Top(
        Instant from,
        Instant to,
        TopBy by,
        Metric metric,
        boolean complete,
        List<String> missingNodes,
        long total,
        List<TopRow> rows,
        long other) {}
