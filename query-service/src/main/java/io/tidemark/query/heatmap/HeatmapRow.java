package io.tidemark.query.heatmap;

import io.tidemark.query.traffic.Series;
import java.util.List;

/**
 * One row of cells.
 *
 * @param key    known by it over all answers; "other" for all that has no row of its own
 * @param name   for a person
 * @param group  its values, in the order of by; null: all that has no row of its own
 * @param filter takes its traffic, in the filter language; null: none does
 * @param total  the metric over the whole range; null where it tells nothing of it
 * @param cells  the metric in each step; null where it tells nothing of it
 */
public record HeatmapRow(String key, String name, List<String> group, String filter, Long total, List<Long> cells) {
    static HeatmapRow of(Series series) {
        return new HeatmapRow(
                series.key(), series.name(), series.group(), series.filter(), series.total(), series.values());
    }
}
