package io.tidemark.query.grouping;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.filter.Grain;
import io.tidemark.query.problem.TooExpensive;
import io.tidemark.query.range.Range;
import io.tidemark.query.range.RangeConfig;
import io.tidemark.query.text.Text;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads metrics that are no sums: PostgreSQL hands over the sketches of each group, and they are merged here, on a worker thread. So
 * many rows at most are read.
 */
@ApplicationScoped
public class Sketches {
    private final RangeConfig config;

    public Sketches(RangeConfig config) {
        this.config = config;
    }

    /**
     * What one group has, in one step.
     *
     * @param step   its start; null where time is not cut
     * @param group  null: of the rows of the rest, or of a group that is not told
     * @param volume sums
     */
    public record Part(Instant step, Group group, Volume volume, Merged merged) {}

    /** Several parts as one. */
    public static final class Merged {
        private final Sketch sketch;

        private Merged(Metric metric) {
            this.sketch = Sketch.of(metric);
        }

        /** Of parts together; null where they tell nothing. */
        public static Long value(Metric metric, List<Part> parts) {
            if (parts.size() == 1) {
                return parts.getFirst().merged().sketch.value();
            }
            var all = new Merged(metric);
            parts.forEach(part -> all.sketch.add(part.merged().sketch));
            return all.sketch.value();
        }
    }

    /** Each group of the grouping that the range has, in each step; in no order. */
    public Uni<List<Part>> parts(Range range, Filter filter, Grouping grouping, Metric metric, Steps steps) {
        var sql = steps == null ? range.sql() : range.sql(steps.finest());
        var grain = grouping.grain(filter, metric, range.access());
        int columns = grouping.dimensions().size();
        sql.add("SELECT " + (steps == null ? "NULL::timestamptz" : steps.sql(sql)) + " AS step, "
                        + IntStream.range(0, columns)
                                .mapToObj(i -> value(grouping, i, grain) + " AS t" + i + ", NULL::text AS n" + i + ", ")
                                .collect(Collectors.joining()))
                .add("  count(*) AS parts, total(forward_packets + reverse_packets) AS packets,")
                .add("  total(forward_bytes + reverse_bytes) AS bytes, total(flows) AS flows,")
                .add("  total(forward_frame_bytes + reverse_frame_bytes) AS frame_bytes,")
                .add("  total(retransmitted_packets) AS retransmitted_packets,")
                .add("  coalesce(array_agg(%1$s) FILTER (WHERE %1$s IS NOT NULL), '{}') AS sketches"
                        .formatted(metric.sketch().column()))
                .add("FROM (SELECT * FROM " + filter.rows(sql, grain) + " LIMIT " + sql.bind(config.maxSketches() + 1)
                        + ") r")
                .add("GROUP BY "
                        + IntStream.rangeClosed(1, 1 + 2 * columns)
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining(", ")));
        return sql.run()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows -> merged(range, grouping, metric, rows));
    }

    private static String value(Grouping grouping, int i, Grain grain) {
        var field = grouping.dimensions().get(i).field();
        return field.kind().text("(" + field.sql().get(grain) + ")");
    }

    private List<Part> merged(Range range, Grouping grouping, Metric metric, RowSet<Row> rows) {
        long read = 0;
        var parts = new ArrayList<Part>();
        for (var row : rows) {
            read += row.getLong("parts");
            if (read > config.maxSketches()) {
                throw new TooExpensive(Text.of(
                        "from %s to %s there are more than %d rows whose %s are to be merged; ask for a shorter range",
                        range.from(),
                        range.to(),
                        config.maxSketches(),
                        metric.sketch().column()));
            }
            parts.add(part(grouping, metric, row));
        }
        return parts;
    }

    private static Part part(Grouping grouping, Metric metric, Row row) {
        var merged = new Merged(metric);
        for (var bytes : row.getDelegate().getArrayOfBuffers("sketches")) {
            merged.sketch.add(bytes.getBytes());
        }
        var step = row.get(OffsetDateTime.class, "step");
        boolean told = IntStream.range(0, grouping.dimensions().size()).allMatch(i -> row.getString("t" + i) != null);
        return new Part(
                step == null ? null : step.toInstant(), told ? Group.of(grouping, row) : null, Volume.of(row), merged);
    }
}
