package io.tidemark.query.heatmap;

import io.tidemark.query.filter.Grain;
import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.range.Answer;
import io.tidemark.query.traffic.Timeseries;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A field of cells.
 *
 * @param from         the range is [from, to) on the start of windows
 * @param to           exclusive
 * @param stepSeconds  length of a step
 * @param by           what the rows are
 * @param metric       what the cells tell
 * @param unit         of the metric
 * @param grain        the rows of the store that it is made of
 * @param complete     a window was recorded, and each that was is here, from every node
 * @param missingNodes observation domains without which a window was closed
 * @param recordedFrom start of the first window that is here, before which nothing is known; null: nothing is known of all of the range
 * @param recordedTo   end of the last one, from which on nothing is known; null: as above
 * @param times        start of each step: the columns
 * @param rows         largest total first, other last
 * @param largest      of all cells, so that they can be coloured; null: there is none
 */
public record Heatmap(
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
        List<HeatmapRow> rows,
        Long largest)
        implements Answer {
    static Heatmap of(Timeseries series) {
        var rows = series.series().stream().map(HeatmapRow::of).toList();
        return new Heatmap(
                series.from(),
                series.to(),
                series.stepSeconds(),
                series.by(),
                series.metric(),
                series.unit(),
                series.grain(),
                series.complete(),
                series.missingNodes(),
                series.recordedFrom(),
                series.recordedTo(),
                series.times(),
                rows,
                rows.stream()
                        .flatMap(row -> row.cells().stream())
                        .filter(Objects::nonNull)
                        .max(Long::compare)
                        .orElse(null));
    }
}
