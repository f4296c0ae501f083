package io.tidemark.query.heatmap;

import io.tidemark.query.filter.Grain;
import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.grouping.Metric;
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
 * @param complete     every window of the range is here, from every node
 * @param missingNodes observation domains without which a window was closed
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
        List<Instant> times,
        List<HeatmapRow> rows,
        Long largest) {
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
                series.times(),
                rows,
                rows.stream()
                        .flatMap(row -> row.cells().stream())
                        .filter(Objects::nonNull)
                        .max(Long::compare)
                        .orElse(null));
    }
}
