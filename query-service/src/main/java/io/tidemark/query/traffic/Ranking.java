package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.grouping.Cells;
import io.tidemark.query.grouping.Group;
import io.tidemark.query.grouping.Grouping;
import io.tidemark.query.grouping.Listed;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.grouping.Sketches;
import io.tidemark.query.grouping.Volume;
import io.tidemark.query.range.Range;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The largest groups of a range, and what all else has. One statement, so one state of the store. Never blocks. */
@ApplicationScoped
class Ranking {
    private final Sketches sketches;

    Ranking(Sketches sketches) {
        this.sketches = sketches;
    }

    /**
     * @param total     over all traffic
     * @param other     over all that no row has a part in
     * @param totalRows how many groups there are
     * @param more      there are some after the last row
     */
    record Ranked(Long total, Long other, long totalRows, boolean more, List<Place> rows) {}

    /** @param value null: the metric tells nothing of it */
    record Place(Group group, Long value, Volume volume) {}

    Uni<Ranked> of(Range range, Filter filter, Grouping grouping, Metric metric, Listed listed) {
        if (!metric.isSum()) {
            return sketches.parts(range, filter, grouping, metric, null).map(parts -> merged(metric, listed, parts));
        }
        var sql = range.sql();
        var cells = Cells.of(sql, grouping.grain(filter, metric, range.access()), grouping, metric)
                .withVolumeOf(listed)
                .cells(filter, null)
                .groups()
                .page(listed);
        sql.add("SELECT totals.*, page.value, packets, bytes, frame_bytes, flows, retransmitted_packets,")
                .add(cells.texts("page"))
                .add("FROM " + cells.totals() + " totals")
                .add("LEFT JOIN page ON true ORDER BY " + cells.order("page"));
        return sql.run().map(rows -> summed(grouping, listed, rows));
    }

    private static Ranked summed(Grouping grouping, Listed listed, RowSet<Row> rows) {
        var places = new ArrayList<Place>();
        for (var row : rows) {
            if (row.getValue("value") != null) {
                places.add(new Place(Group.of(grouping, row), row.getLong("value"), Volume.of(row)));
            }
        }
        var first = rows.iterator().next();
        return new Ranked(
                first.getLong("total"),
                first.getLong("rest"),
                first.getLong("total_rows"),
                listed instanceof Listed.Largest largest && first.getLong("remaining") > largest.limit(),
                places);
    }

    /** Of sketches all groups are here, and ranked here. */
    private static Ranked merged(Metric metric, Listed listed, List<Sketches.Part> parts) {
        var all = parts.stream()
                .filter(part -> part.group() != null)
                .map(part -> new Place(part.group(), Sketches.Merged.value(metric, List.of(part)), part.volume()))
                .sorted(Comparator.comparing(Place::value, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .reversed()
                        .thenComparing(place -> place.group().key()))
                .toList();
        int from =
                listed instanceof Listed.Largest largest && largest.after() != null ? place(all, largest.after()) : 0;
        var rows =
                switch (listed) {
                    case Listed.Largest largest -> all.subList(from, Math.min(all.size(), from + largest.limit()));
                    case Listed.Given given ->
                        all.stream()
                                .filter(place ->
                                        given.groups().contains(place.group().keys()))
                                .toList();
                };
        var told = listed instanceof Listed.Largest ? all.subList(0, from + rows.size()) : rows;
        var rest = parts.stream()
                .filter(part -> part.group() == null
                        || told.stream().noneMatch(place -> place.group().equals(part.group())))
                .toList();
        return new Ranked(
                Sketches.Merged.value(metric, parts),
                Sketches.Merged.value(metric, rest),
                all.size(),
                listed instanceof Listed.Largest && from + rows.size() < all.size(),
                rows);
    }

    /** How many places come up to the one, which may be gone. */
    private static int place(List<Place> all, Listed.After after) {
        var key = String.join("|", after.group());
        return (int) all.stream()
                .takeWhile(place -> {
                    long value = place.value() == null ? Long.MIN_VALUE : place.value();
                    return value > after.value()
                            || value == after.value() && place.group().key().compareTo(key) <= 0;
                })
                .count();
    }
}
