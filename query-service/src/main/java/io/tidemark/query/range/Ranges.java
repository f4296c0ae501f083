package io.tidemark.query.range;

import io.smallrye.mutiny.Uni;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.query.problem.TooExpensive;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Makes of what was asked for a range that may be answered, and says whether all of it is here. Never blocks. */
@ApplicationScoped
public class Ranges {
    private static final long DEFAULT_WINDOW_SECONDS = WindowLength.DEFAULT.nanos() / 1_000_000_000L;

    private final Pool pool;
    private final RangeConfig config;
    private final Clock clock;

    Ranges(Pool pool, RangeConfig config, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Fills in what was not given: all of the sources where some are named and no time is, else the last hour. Fails with
     * {@link TooExpensive} where the range holds too many rows.
     */
    public Uni<Range> of(Asked asked) {
        var defaulted =
                asked.from() == null && asked.to() == null && !asked.sources().isEmpty()
                        ? span(asked.sources())
                        : Uni.createFrom().item(recent(asked));
        return defaulted.call(this::refuseTooMuch);
    }

    private Range recent(Asked asked) {
        var to = asked.to() != null ? asked.to() : clock.instant();
        if (asked.to() == null && asked.from() != null && asked.from().isAfter(to)) {
            to = asked.from();
        }
        var from = asked.from() != null ? asked.from() : to.minus(config.defaultRange());
        return new Range(from, to, asked.sources());
    }

    private Uni<Range> span(List<String> sources) {
        return pool.preparedQuery(
                        "SELECT min(window_start), max(window_end) FROM closed_window WHERE window_group = ANY($1)")
                .execute(Tuple.of(sources.toArray(String[]::new)))
                .map(rows -> rows.iterator().next())
                .map(row -> row.getValue(0) == null
                        ? recent(new Asked(null, null, sources))
                        : new Range(instant(row, 0), instant(row, 1), sources));
    }

    /** The share of each day's partition that lies in the range, times the rows that PostgreSQL believes it has. */
    private Uni<Void> refuseTooMuch(Range range) {
        var sql = range.sql();
        return pool.preparedQuery("""
                        SELECT coalesce(sum(greatest(c.reltuples, 0) * extract(epoch FROM least(p.ends, $2) - greatest(p.starts, $1))
                               / extract(epoch FROM p.ends - p.starts)), 0)::bigint
                        FROM time_partition p JOIN pg_class c ON c.oid = to_regclass(partition_name('conversation', p.starts))
                        WHERE p.starts < $2 AND p.ends > $1
                        """)
                .execute(Tuple.of(sql.values().getValue(0), sql.values().getValue(1)))
                .map(rows -> rows.iterator().next().getLong(0))
                .invoke(estimate -> {
                    if (estimate > config.maxRows()) {
                        throw new TooExpensive(
                                "from %s to %s there are about %d rows to read, more than %d; ask for a shorter range"
                                        .formatted(range.from(), range.to(), estimate, config.maxRows()));
                    }
                })
                .replaceWithVoid();
    }

    /**
     * A window is complete when the latest closing of it is, on every partition, and whole when the last part of each of its
     * closings is here; how many partitions there are is told by the highest one that the range's windows came from.
     */
    public Uni<Coverage> coverage(Range range) {
        var sql = range.sql();
        sql.add("WITH latest AS (SELECT DISTINCT ON (window_start, window_group, partition)")
                .add(
                        "  window_start, window_group, partition, revision, complete, window_end - window_start AS length,")
                .add("  bool_and(whole) OVER (PARTITION BY window_start, window_group, partition) AS whole")
                .add("  FROM closed_window WHERE " + sql.windows())
                .add("  ORDER BY window_start, window_group, partition, revision DESC),")
                .add("windows AS (SELECT bool_and(complete AND whole) AS complete, count(*) AS partitions,")
                .add("  max(partition) + 1 AS highest, max(length) AS length")
                .add("  FROM latest GROUP BY window_start, window_group)")
                .add("SELECT coalesce(bool_and(complete AND partitions = expected), true),")
                .add("  ARRAY(SELECT DISTINCT node FROM missing_node JOIN latest")
                .add("    USING (window_start, window_group, partition, revision) ORDER BY node),")
                .add("  ceil(extract(epoch FROM max(length)))::bigint")
                .add("FROM (SELECT *, max(highest) OVER () AS expected FROM windows) w");
        return pool.preparedQuery(sql.text())
                .execute(sql.values())
                .map(rows -> rows.iterator().next())
                .map(row -> new Coverage(
                        row.getBoolean(0),
                        List.of(row.getArrayOfStrings(1)),
                        row.getLong(2) == null ? DEFAULT_WINDOW_SECONDS : row.getLong(2)));
    }

    private static Instant instant(Row row, int column) {
        return row.get(OffsetDateTime.class, column).toInstant();
    }
}
