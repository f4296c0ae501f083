package io.tidemark.query.range;

import io.smallrye.mutiny.Uni;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.query.access.Access;
import io.tidemark.query.access.CurrentAccess;
import io.tidemark.query.problem.TooExpensive;
import io.tidemark.query.text.Text;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Makes of what was asked for a range that may be answered, and says whether all of it is here. Never blocks. */
@ApplicationScoped
public class Ranges {
    private static final long DEFAULT_WINDOW_SECONDS = WindowLength.DEFAULT.nanos() / 1_000_000_000L;

    /**
     * What follows keeps its plan, whatever its values: for {@link #coverage}, whose rows are few and found by their key, to plan takes
     * longer than to read. Such a plan locks every partition that there is, in a table of PostgreSQL's of fixed size: not of hundreds.
     */
    private static final String PLAN_ONCE = """
            SELECT set_config('plan_cache_mode', CASE WHEN count(*) <= 250 THEN 'force_generic_plan' ELSE 'auto' END, true)
            FROM time_partition""";

    private static final String PLAN_BY_VALUES = "SET LOCAL plan_cache_mode TO DEFAULT";

    private final Statements statements;
    private final RangeConfig config;
    private final Clock clock;
    private final CurrentAccess current;
    private final Shared answers = new Shared();

    public Ranges(Statements statements, RangeConfig config, Clock clock, CurrentAccess current) {
        this.statements = statements;
        this.config = config;
        this.clock = clock;
        this.current = current;
    }

    /**
     * Answers over a range, of one state of the store. What was not given is filled in: all of the sources where some are named and no
     * time is, else the last hour. Where single windows were dropped by age, the range is widened to whole minutes, hours or days. Fails
     * with {@link TooExpensive} where the range holds too many rows. To be called where the request comes in: it is asked for whom.
     */
    public <T> Uni<T> over(Asked asked, Function<Range, Uni<? extends T>> answer) {
        return over(asked, current.get(), answer);
    }

    /** The same for somebody who is known already. */
    public <T> Uni<T> over(Asked asked, Access access, Function<Range, Uni<? extends T>> answer) {
        return statements.read(access, reading -> of(asked, reading).flatMap(answer));
    }

    /**
     * The same as {@link #over(Asked, Function)}, of one answer for all who ask the same meanwhile; see {@link Shared}.
     *
     * @param question what is asked of the range: a record, which equals those of the same answer
     */
    public <T> Uni<T> shared(Asked asked, Record question, Function<Range, Uni<? extends T>> answer) {
        var access = current.get();
        return answers.answer(new Question(asked, access, question), () -> over(asked, access, answer));
    }

    private record Question(Asked asked, Access access, Record question) {}

    /** Another range, for the same answer. */
    public Uni<Range> beside(Range range, Asked asked) {
        return of(asked, range.reading());
    }

    private Uni<Range> of(Asked asked, Reading reading) {
        var defaulted =
                asked.from() == null && asked.to() == null && !asked.sources().isEmpty()
                        ? span(asked.sources(), reading)
                        : Uni.createFrom().item(recent(asked, reading));
        return defaulted.flatMap(range ->
                reading.run(Stock.STATEMENT, Stock.values(range)).map(rows -> affordable(Stock.of(rows), range)));
    }

    private Range recent(Asked asked, Reading reading) {
        var to = asked.to() != null ? asked.to() : clock.instant();
        if (asked.to() == null && asked.from() != null && asked.from().isAfter(to)) {
            to = asked.from();
        }
        var from = asked.from() != null ? asked.from() : to.minus(config.defaultRange());
        return new Range(from, to, asked.sources(), Availability.WINDOWS, reading);
    }

    private Uni<Range> span(List<String> sources, Reading reading) {
        return reading.run(
                        "SELECT min(earliest_window), max(latest_end) FROM source_extent WHERE source = ANY($1)",
                        Tuple.of(sources.toArray(String[]::new)))
                .map(rows -> rows.iterator().next())
                .map(row -> row.getValue(0) == null
                        ? recent(new Asked(null, null, sources), reading)
                        : new Range(instant(row, 0), instant(row, 1), sources, Availability.WINDOWS, reading));
    }

    private Range affordable(Stock stock, Range asked) {
        var range = stock.whole(asked);
        long estimate = stock.conversations(range);
        if (estimate > config.maxRows()) {
            throw new TooExpensive(Text.of(
                    "from %s to %s there are about %d rows to read, more than %d; ask for a shorter range",
                    range.from(), range.to(), estimate, config.maxRows()));
        }
        return range;
    }

    /**
     * A range of which nothing was recorded is not complete: whether there was traffic nobody knows. A node that saw none has its windows.
     * A window is complete when the latest closing of it is, on every partition, and whole when the last part of each of its
     * closings is here; how many partitions there are is told by the highest one that the range's windows came from.
     */
    public Uni<Coverage> coverage(Range range) {
        var sql = range.sql();
        sql.add("WITH windows AS MATERIALIZED (SELECT * FROM " + sql.rows("coverage") + ")")
                .add("SELECT coalesce(bool_and(complete) AND min(partitions) = max(highest), false),")
                .add("  ARRAY(SELECT DISTINCT node FROM windows, unnest(missing_nodes) node ORDER BY node),")
                .add(
                        "  ceil(extract(epoch FROM max(longest)))::bigint, min(first_window), max(window_end) FROM windows");
        return Uni.combine()
                .all()
                .unis(
                        range.reading().run(PLAN_ONCE, Tuple.tuple()),
                        sql.run(),
                        range.reading().run(PLAN_BY_VALUES, Tuple.tuple()))
                .with((_, rows, _) -> rows.iterator().next())
                .map(row -> new Coverage(
                        row.getBoolean(0),
                        List.of(row.getArrayOfStrings(1)),
                        instant(row, 3),
                        instant(row, 4),
                        Math.max(
                                row.getLong(2) == null ? DEFAULT_WINDOW_SECONDS : row.getLong(2),
                                range.availability()
                                        .finest(range.from(), range.to())
                                        .seconds())));
    }

    /** Rows over a range, and what of it is here: asked together. */
    public <T> Uni<T> covered(Range range, Sql sql, BiFunction<Coverage, RowSet<Row>, T> answer) {
        return Uni.combine().all().unis(coverage(range), sql.run()).with(answer);
    }

    private static Instant instant(Row row, int column) {
        var value = row.get(OffsetDateTime.class, column);
        return value == null ? null : value.toInstant();
    }
}
