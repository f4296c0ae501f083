package io.tidemark.query.traffic;

import io.tidemark.query.filter.Grain;
import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.range.Answer;
import java.time.Instant;
import java.util.List;

/**
 * The largest.
 *
 * @param from         the range is [from, to) on the start of windows
 * @param to           exclusive
 * @param by           what is ranked: groups of one value of each
 * @param metric       by what
 * @param unit         of the metric: "bytes", "packets", "flows", "nanoseconds", "addresses"
 * @param grain        the rows that it is made of: the most exact ones that know all that is asked
 * @param complete     a window was recorded, and each that was is here, from every node
 * @param missingNodes nodes without which a window was closed
 * @param recordedFrom start of the first window that is here, before which nothing is known; null: nothing is known of all of the range
 * @param recordedTo   end of the last one, from which on nothing is known; null: as above
 * @param total        the metric over all traffic of the range; null where it tells nothing of it
 * @param totalRows    how many groups there are on all pages
 * @param rows         largest first, ties by their values
 * @param other        the metric over all traffic that no row of this page or one before has a part in
 * @param next         give it as cursor for the next page; null: this is the last one
 * @param earlier      what it is compared with; null: with nothing
 * @param earlierTotal total of the earlier range
 * @param earlierOther the metric over all earlier traffic that no row of this page has a part in
 */
public record Top(
        Instant from,
        Instant to,
        List<Dimension> by,
        Metric metric,
        String unit,
        Grain grain,
        boolean complete,
        List<String> missingNodes,
        Instant recordedFrom,
        Instant recordedTo,
        Long total,
        long totalRows,
        List<TopRow> rows,
        Long other,
        String next,
        Earlier earlier,
        Long earlierTotal,
        Long earlierOther)
        implements Answer {}
