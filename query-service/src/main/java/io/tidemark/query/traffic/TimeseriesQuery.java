package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.range.Coverage;
import io.tidemark.query.range.Range;
import io.tidemark.query.range.RangeConfig;
import io.tidemark.query.range.Ranges;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** Traffic over time, from the application rows, which are complete. Never blocks. */
@ApplicationScoped
class TimeseriesQuery {
    private static final String OTHER = "other";

    private final Pool pool;
    private final Ranges ranges;
    private final RangeConfig config;

    TimeseriesQuery(Pool pool, Ranges ranges, RangeConfig config) {
        this.pool = pool;
        this.ranges = ranges;
        this.config = config;
    }

    /**
     * @param step  as the client wrote it; null: the finest that fits
     * @param limit how many series there are at most, beside the one for the rest
     */
    Uni<Timeseries> over(Range range, String step, SeriesBy by, Metric metric, int limit) {
        return ranges.coverage(range).flatMap(coverage -> {
            var asked = Step.parse(step, coverage.windowSeconds());
            var length = asked != null
                    ? asked.within(range, config.maxPoints())
                    : Step.fitting(range, config.maxPoints(), coverage.windowSeconds());
            return read(range, coverage, length, by, metric, limit);
        });
    }

    private Uni<Timeseries> read(Range range, Coverage coverage, Step step, SeriesBy by, Metric metric, int limit) {
        var sql = range.sql();
        sql.add("WITH cells AS (SELECT date_bin(make_interval(secs => " + sql.bind((double) step.seconds())
                        + "), window_start, timestamptz 'epoch') AS step, " + dimensions(by)
                        + ", sum(" + metric.expression() + ")::bigint AS value")
                .add("  FROM application WHERE " + sql.windows() + " GROUP BY 1, 2, 3, 4),")
                .add("ranks AS (SELECT protocol, server_port, other,")
                .add("  row_number() OVER (ORDER BY sum(value) DESC, protocol, server_port) AS rank")
                .add("  FROM cells WHERE NOT other GROUP BY 1, 2, 3),")
                .add("top AS (SELECT protocol, server_port, other FROM ranks WHERE rank <= " + sql.bind(limit) + ")")
                .add("SELECT step, top.protocol, top.server_port, sum(value)::bigint")
                .add("FROM cells LEFT JOIN top USING (protocol, server_port, other) GROUP BY 1, 2, 3");
        var times = step.times(range);
        return pool.preparedQuery(sql.text()).execute(sql.values()).map(rows -> {
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

    /** Three columns: protocol, server_port, other. */
    private static String dimensions(SeriesBy by) {
        return switch (by) {
            case NONE -> "0 AS protocol, 0 AS server_port, false AS other";
            case PROTOCOL -> "protocol, 0 AS server_port, false AS other";
            case APPLICATION -> "protocol, server_port, other";
        };
    }

    private static void add(
            Row row, Step step, Range range, SeriesBy by, int points, LinkedHashMap<String, Line> lines) {
        var line = line(row.getInteger(1), row.getInteger(2), by, points);
        long start = row.get(OffsetDateTime.class, 0).toEpochSecond();
        long index = Math.floorDiv(start, step.seconds()) - step.first(range);
        lines.computeIfAbsent(line.key, key -> line).values[(int) index] += row.getLong(3);
    }

    private static Line line(Integer protocol, Integer port, SeriesBy by, int points) {
        if (protocol == null) {
            return new Line(OTHER, "Other", points);
        }
        return switch (by) {
            case NONE -> new Line("total", "Total", points);
            case PROTOCOL -> new Line(Protocol.key(protocol), Protocol.name(protocol), points);
            case APPLICATION -> new Line(Application.key(protocol, port), Application.name(protocol, port), points);
        };
    }

    private static List<Series> largestFirst(LinkedHashMap<String, Line> lines) {
        var series = new ArrayList<Series>();
        lines.values().forEach(line -> series.add(line.series()));
        series.sort(Comparator.<Series, Boolean>comparing(line -> line.key().equals(OTHER))
                .thenComparing(Series::total, Comparator.reverseOrder())
                .thenComparing(Series::key));
        return series;
    }

    /** A series while it is added up. */
    private static final class Line {
        final String key;
        final String name;
        final long[] values;

        Line(String key, String name, int points) {
            this.key = key;
            this.name = name;
            this.values = new long[points];
        }

        Series series() {
            long total = 0;
            var boxed = new ArrayList<Long>(values.length);
            for (long value : values) {
                total += value;
                boxed.add(value);
            }
            return new Series(key, name, total, boxed);
        }
    }
}
