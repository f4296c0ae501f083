package io.tidemark.query.range;

import io.tidemark.query.store.Resolution;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What there is around a range, as one statement tells it: partitions with their size, what is pending, and what is settled. */
final class Stock {
    /** Takes from, to, and the sources (NULL: all). */
    static final String STATEMENT = """
            SELECT 'partition' AS what, p.resolution, p.starts, p.ends, greatest(c.reltuples, 0)::bigint AS rows
            FROM time_partition p JOIN pg_class c ON c.oid = to_regclass(partition_name(
              CASE p.resolution WHEN '10s' THEN 'conversation' ELSE 'conversation_' || p.resolution END, p.starts))
            WHERE p.resolution <> 'names' AND p.starts < $2 AND p.ends > $1
            UNION ALL
            SELECT 'pending', resolution, min(bucket), max(bucket), 0 FROM (
              SELECT resolution, bucket, bucket - row_number() OVER (PARTITION BY resolution ORDER BY bucket)
                * bucket_length(resolution) AS run
              FROM (SELECT DISTINCT resolution, bucket FROM rollup_pending
                WHERE bucket < $2 AND bucket > $1 - interval '24 hours' AND ($3::text[] IS NULL OR window_group = ANY($3))) marked
              ) runs GROUP BY resolution, run
            UNION ALL
            SELECT DISTINCT 'settled', resolution, starts, ends, 0::bigint FROM settled
            WHERE starts < $2 AND ends > $1 AND ($3::text[] IS NULL OR window_group = ANY($3))""";

    private final Availability availability;
    private final List<Partition> partitions;

    private Stock(Availability availability, List<Partition> partitions) {
        this.availability = availability;
        this.partitions = partitions;
    }

    static Tuple values(Range range) {
        return Tuple.of(
                range.from().atOffset(ZoneOffset.UTC),
                range.to().atOffset(ZoneOffset.UTC),
                range.sources().isEmpty() ? null : range.sources().toArray(String[]::new));
    }

    static Stock of(RowSet<Row> rows) {
        var partitions = new ArrayList<Partition>();
        Map<Resolution, List<Span>> pending = new EnumMap<>(Resolution.class);
        Map<Resolution, List<Span>> settled = new EnumMap<>(Resolution.class);
        for (var row : rows) {
            var resolution = Resolution.of(row.getString("resolution"));
            var span = new Span(instant(row, "starts"), instant(row, "ends"));
            switch (row.getString("what")) {
                case "partition" -> partitions.add(new Partition(resolution, span, row.getLong("rows")));
                case "pending" ->
                    pending.computeIfAbsent(resolution, _ -> new ArrayList<>())
                            .add(new Span(span.from(), span.to().plus(resolution.length())));
                default ->
                    settled.computeIfAbsent(resolution, _ -> new ArrayList<>()).add(span);
            }
        }
        return new Stock(new Availability(pending, settled), partitions);
    }

    /** The range, widened to whole buckets where there is nothing finer at its ends. */
    Range whole(Range range) {
        if (!range.from().isBefore(range.to())) {
            return new Range(range.from(), range.to(), range.sources(), availability, range.reading());
        }
        return new Range(
                availability.finest(range.from()).floor(range.from()),
                availability.finest(range.to().minusNanos(1)).ceiling(range.to()),
                range.sources(),
                availability,
                range.reading());
    }

    /**
     * About how many rows of conversations an answer over the range reads: of each partition that it touches the share that lies in
     * it, times the rows that PostgreSQL believes it has.
     */
    long conversations(Range range) {
        double estimate = 0;
        for (var segment : range.availability().conversations(range.from(), range.to(), 0)) {
            for (var partition : partitions) {
                if (partition.resolution == segment.resolution()) {
                    estimate += partition.rows * partition.span.share(segment.from(), segment.to());
                }
            }
        }
        return (long) estimate;
    }

    private static Instant instant(Row row, String column) {
        return row.get(OffsetDateTime.class, column).toInstant();
    }

    private record Partition(Resolution resolution, Span span, long rows) {}
}
