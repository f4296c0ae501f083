package io.tidemark.query.traffic;

import io.tidemark.query.filter.Grain;
import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.range.Answer;
import java.time.Instant;
import java.util.List;

/**
 * Traffic over time.
 *
 * @param from         the range is [from, to) on the start of windows
 * @param to           exclusive
 * @param stepSeconds  length of a step; steps are aligned to 1970-01-01T00:00:00Z, so the first may begin before from
 * @param by           what the series are split by
 * @param metric       what is told
 * @param unit         of the metric: "bytes", "packets", "flows", "nanoseconds", "addresses"
 * @param grain        the rows that it is made of: the most exact ones that know all that is asked
 * @param complete     a window was recorded, and each that was is here, from every node
 * @param missingNodes nodes without which a window was closed
 * @param recordedFrom start of the first window that is here, before which nothing is known; null: nothing is known of all of the range
 * @param recordedTo   end of the last one, from which on nothing is known; null: as above
 * @param times        start of each step, without a gap
 * @param series       largest total first, other last; empty where there was no traffic
 * @param earlier      what it is compared with; null: with nothing
 */
public record Timeseries(
        Instant from,
        Instant to,
        long stepSeconds,
        List<Dimension> by,
        Metric metric,
        String unit,
        Grain grain,
        boolean complete,
        List<String> missingNodes,
        Instant recordedFrom,
        Instant recordedTo,
        List<Instant> times,
        List<Series> series,
        Earlier earlier)
        implements Answer {}
