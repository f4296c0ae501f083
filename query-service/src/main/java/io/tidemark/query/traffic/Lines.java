package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.grouping.Cells;
import io.tidemark.query.grouping.Group;
import io.tidemark.query.grouping.Grouping;
import io.tidemark.query.grouping.Listed;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.grouping.Sketches;
import io.tidemark.query.grouping.Steps;
import io.tidemark.query.range.Range;
import io.tidemark.query.traffic.Series.Line;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Groups over time. One statement, so one state of the store. Never blocks. */
@ApplicationScoped
class Lines {
    private final Sketches sketches;

    Lines(Sketches sketches) {
        this.sketches = sketches;
    }

    /**
     * The grid that lines lie on.
     *
     * @param first  number of the first step; 0 is that of 1970-01-01T00:00:00Z
     * @param points how many steps
     */
    record Grid(Steps steps, long first, int points) {
        /** Which of the points; below 0 or past the last one: a range that was widened to whole rows has more. */
        int index(Instant step) {
            return Math.clamp(Math.floorDiv(step.getEpochSecond(), steps.seconds()) - first, -1, points);
        }

        boolean has(int index) {
            return index >= 0 && index < points;
        }
    }

    /** By group, {@link Group#OTHER} for all else, which is left out where it is nothing; in no order. */
    Uni<Map<Group, Line>> of(Range range, Filter filter, Grouping grouping, Metric metric, Grid grid, Listed listed) {
        if (!metric.isSum()) {
            return sketches.parts(range, filter, grouping, metric, grid.steps())
                    .map(parts -> merged(metric, grid, listed, within(grid, parts)));
        }
        var sql = range.sql(grid.steps().finest());
        var cells = Cells.of(sql, grouping.grain(filter, metric, range.access()), grouping, metric)
                .cells(filter, grid.steps())
                .groups()
                .page(listed);
        var keys = cells.keyColumns();
        sql.add("SELECT true AS told, steps, sums, " + cells.texts("page") + " FROM page JOIN (SELECT " + keys + ", "
                        + line("ends.value") + " FROM ends JOIN page USING (" + keys + ") GROUP BY " + keys
                        + ") line USING (" + keys + ")")
                .add("UNION ALL SELECT false, " + line("value") + nothing(grouping)
                        + " FROM (SELECT step, total(value) AS value FROM cells WHERE NOT " + cells.isListed()
                        + " GROUP BY step) rest");
        return sql.run().map(rows -> summed(grouping, grid, rows));
    }

    /** A line in one row: to read a row for each of its points, with its group's texts, was a third of the service's part of an answer. */
    private static String line(String value) {
        return "array_agg(step) AS steps, array_agg(" + value + ") AS sums";
    }

    private static String nothing(Grouping grouping) {
        return ", NULL".repeat(2 * Math.max(1, grouping.dimensions().size()));
    }

    private static Map<Group, Line> summed(Grouping grouping, Grid grid, RowSet<Row> rows) {
        var lines = new LinkedHashMap<Group, Line>();
        for (var row : rows) {
            var steps = row.getArrayOfOffsetDateTimes("steps");
            if (steps == null) {
                continue; // nothing is left for the others
            }
            var sums = row.getArrayOfLongs("sums");
            var values = new long[grid.points()];
            boolean within = false;
            for (int i = 0; i < steps.length; i++) {
                int at = grid.index(steps[i].toInstant());
                if (grid.has(at)) {
                    values[at] = sums[i];
                    within = true;
                }
            }
            if (within) {
                lines.put(
                        row.getBoolean("told") ? Group.of(grouping, row) : Group.OTHER,
                        new Line(
                                Arrays.stream(values).sum(),
                                Arrays.stream(values).boxed().toList()));
            }
        }
        return lines;
    }

    private static List<Sketches.Part> within(Grid grid, List<Sketches.Part> parts) {
        return parts.stream().filter(part -> grid.has(grid.index(part.step()))).toList();
    }

    /** Of sketches all groups are here, and ranked here. */
    private static Map<Group, Line> merged(Metric metric, Grid grid, Listed listed, List<Sketches.Part> parts) {
        var groups = new HashMap<Group, List<Sketches.Part>>();
        parts.forEach(part -> groups.computeIfAbsent(
                        part.group() == null ? Group.OTHER : part.group(), _ -> new ArrayList<>())
                .add(part));
        var lines = new HashMap<Group, Line>();
        groups.forEach((group, its) -> lines.put(group, line(metric, grid, its)));
        var told = told(listed, lines);
        var rest = groups.entrySet().stream()
                .filter(entry -> !told.contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
        lines.keySet().retainAll(told);
        if (!rest.isEmpty()) {
            lines.put(Group.OTHER, line(metric, grid, rest));
        }
        return lines;
    }

    private static List<Group> told(Listed listed, Map<Group, Line> lines) {
        var groups = lines.keySet().stream().filter(group -> group != Group.OTHER);
        return switch (listed) {
            case Listed.Largest largest ->
                groups.sorted(Comparator.comparing(
                                        (Group group) -> lines.get(group).total(),
                                        Comparator.nullsFirst(Comparator.naturalOrder()))
                                .reversed()
                                .thenComparing(Group::key))
                        .limit(largest.limit())
                        .toList();
            case Listed.Given given ->
                groups.filter(group -> given.groups().contains(group.keys())).toList();
        };
    }

    private static Line line(Metric metric, Grid grid, List<Sketches.Part> parts) {
        var steps = new HashMap<Integer, List<Sketches.Part>>();
        parts.forEach(part -> steps.computeIfAbsent(grid.index(part.step()), _ -> new ArrayList<>())
                .add(part));
        var values = new ArrayList<Long>(Collections.nCopies(grid.points(), null));
        steps.forEach((index, its) -> values.set(index, Sketches.Merged.value(metric, its)));
        return new Line(Sketches.Merged.value(metric, parts), values);
    }
}
