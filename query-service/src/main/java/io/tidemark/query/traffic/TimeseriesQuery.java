package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.protocol.Protocol;
import io.tidemark.query.range.Coverage;
import io.tidemark.query.range.Range;
import io.tidemark.query.range.RangeConfig;
import io.tidemark.query.range.Ranges;
import io.tidemark.query.range.Sql;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** Traffic over time, from the rows of applications or workload pairs, which are complete. Never blocks. */
@ApplicationScoped
class TimeseriesQuery {
    private static final Entity OTHER = new Entity("other", "Other");

    private final Statements statements;
    private final Ranges ranges;
    private final RangeConfig config;

    TimeseriesQuery(Statements statements, Ranges ranges, RangeConfig config) {
        this.statements = statements;
        this.ranges = ranges;
        this.config = config;
    }

    /**
     * @param step  as the client wrote it; null: the finest that fits
     * @param limit how many series there are at most, beside the one for the rest
     */
    Uni<Timeseries> over(Range range, Filter filter, String step, SeriesBy by, Metric metric, int limit) {
        return ranges.coverage(range).flatMap(coverage -> {
            var asked = Step.parse(step, coverage.windowSeconds());
            var length = asked != null
                    ? asked.within(range, config.maxPoints())
                    : Step.fitting(range, config.maxPoints(), coverage.windowSeconds());
            return read(range, filter, coverage, length, by, metric, limit);
        });
    }

    private Uni<Timeseries> read(
            Range range, Filter filter, Coverage coverage, Step step, SeriesBy by, Metric metric, int limit) {
        var sql = range.sql(step.seconds());
        switch (by) {
            case WORKLOAD -> Pairs.series(sql, filter, false, metric, step.seconds(), limit);
            case NAMESPACE -> Pairs.series(sql, filter, true, metric, step.seconds(), limit);
            case NONE, PROTOCOL, APPLICATION -> applications(sql, filter, step, by, metric, limit);
        }
        var times = step.times(range);
        return statements.run(sql, filter).map(rows -> {
            var lines = new LinkedHashMap<String, Line>();
            rows.forEach(row -> add(row, step, range, by, times.size(), lines));
            return new Timeseries(
                    range.from(),
                    range.to(),
                    step.seconds(),
                    by,
                    metric,
                    coverage.complete(),
                    coverage.missingNodes(),
                    times,
                    largestFirst(lines));
        });
    }

    private static void applications(Sql sql, Filter filter, Step step, SeriesBy by, Metric metric, int limit) {
        sql.add("WITH cells AS (SELECT date_bin(make_interval(secs => " + sql.bind((double) step.seconds())
                        + "), window_start, timestamptz 'epoch') AS step, " + dimensions(by)
                        + ", sum(" + metric.expression() + ")::bigint AS value")
                .add("  FROM " + filter.rows(sql, filter.grain(TopQuery.APPLICATIONS)) + " WHERE " + sql.windows()
                        + " GROUP BY 1, 2, 3, 4),")
                .add("ranks AS (SELECT protocol, server_port, other,")
                .add("  row_number() OVER (ORDER BY sum(value) DESC, protocol, server_port) AS rank")
                .add("  FROM cells WHERE NOT other GROUP BY 1, 2, 3),")
                .add("top AS (SELECT protocol, server_port, other FROM ranks WHERE rank <= " + sql.bind(limit) + ")")
                .add(
                        "SELECT step, top.protocol IS NOT NULL AS listed, sum(value)::bigint AS value, top.protocol, top.server_port")
                .add("FROM cells LEFT JOIN top USING (protocol, server_port, other) GROUP BY 1, 2, 4, 5");
    }

    /** Three columns: protocol, server_port, other. */
    private static String dimensions(SeriesBy by) {
        return switch (by) {
            case NONE -> "0 AS protocol, 0 AS server_port, false AS other";
            case PROTOCOL -> "protocol, 0 AS server_port, false AS other";
            case APPLICATION -> "protocol, server_port, other";
            case WORKLOAD, NAMESPACE -> throw new IllegalArgumentException("applications have no " + by);
        };
    }

    private static void add(
            Row row, Step step, Range range, SeriesBy by, int points, LinkedHashMap<String, Line> lines) {
        var entity = row.getBoolean("listed") ? entity(row, by) : OTHER;
        long start = row.get(OffsetDateTime.class, 0).toEpochSecond();
        long index = Math.floorDiv(start, step.seconds()) - step.first(range);
        lines.computeIfAbsent(entity.key(), key -> new Line(entity, points)).values[(int) index] +=
                row.getLong("value");
    }

    private static Entity entity(Row row, SeriesBy by) {
        return switch (by) {
            case NONE -> new Entity("total", "Total");
            case PROTOCOL -> {
                int protocol = row.getInteger("protocol");
                yield new Entity(Protocol.key(protocol), Protocol.name(protocol));
            }
            case APPLICATION -> {
                int protocol = row.getInteger("protocol");
                int port = row.getInteger("server_port");
                yield new Entity(Application.key(protocol, port), Application.name(protocol, port));
            }
            case WORKLOAD -> Entity.of(row);
            case NAMESPACE -> Entity.namespace(row.getString("entity"));
        };
    }

    private static List<Series> largestFirst(LinkedHashMap<String, Line> lines) {
        var series = new ArrayList<Series>();
        lines.values().forEach(line -> series.add(line.series()));
        series.sort(Comparator.<Series, Boolean>comparing(line -> line.key().equals(OTHER.key()))
                .thenComparing(Series::total, Comparator.reverseOrder())
                .thenComparing(Series::key));
        return series;
    }

    /** A series while it is added up. */
    private static final class Line {
        final Entity entity;
        final long[] values;

        Line(Entity entity, int points) {
            this.entity = entity;
            this.values = new long[points];
        }

        Series series() {
            long total = 0;
            var boxed = new ArrayList<Long>(values.length);
            for (long value : values) {
                total += value;
                boxed.add(value);
            }
            return new Series(entity.key(), entity.name(), total, boxed);
        }
    }
}
