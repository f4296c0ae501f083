package io.tidemark.query.traffic;

import java.time.Instant;
import java.util.List;

/**
 * Traffic over time.
 *
 * @param from         the range is [from, to) on the start of windows
 * @param to           exclusive
 * @param stepSeconds  length of a step; steps are aligned to 1970-01-01T00:00:00Z, so the first may begin before from
 * @param by           what the series are split by
 * @param metric       what is summed
 * @param complete     every window of the range is here, from every node
 * @param missingNodes nodes without which a window was closed
 * @param times        start of each step, without a gap
 * @param series       largest total first, other last; empty where there was no traffic
 */
public record Timeseries(
        Instant from,
        Instant to,
        long stepSeconds,
        SeriesBy by,
        Metric metric,
        boolean complete,
        List<String> missingNodes,
        List<Instant> times,
        List<Series> series) {}
