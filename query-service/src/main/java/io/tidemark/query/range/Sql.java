package io.tidemark.query.range;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.store.Resolution;
import io.tidemark.query.store.Summed;
import io.tidemark.query.text.Text;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A statement over the windows of a range, put together from constant text; whatever came from a client is a bind variable.
 */
public final class Sql {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();
    private final Range range;
    private final long stepSeconds;
    private String windows;
    private String sources;

    Sql(Range range, long stepSeconds) {
        this.range = range;
        this.stepSeconds = stepSeconds;
    }

    private String between(Instant from, Instant to) {
        return "window_start >= %s AND window_start < %s"
                .formatted(bind(from.atOffset(ZoneOffset.UTC)), bind(to.atOffset(ZoneOffset.UTC)));
    }

    private String ofSources(String condition) {
        if (range.sources().isEmpty()) {
            return condition;
        }
        if (sources == null) {
            sources = bind(range.sources().toArray(String[]::new));
        }
        return condition + " AND window_group = ANY(" + sources + ")";
    }

    /** The condition that a row's window is in the range; {@link #rows} has it already. */
    public String windows() {
        if (windows == null) {
            windows = ofSources(between(range.from(), range.to()));
        }
        return windows;
    }

    /** The condition that a row's day holds windows of the range. */
    public String days() {
        return "day >= %s AND day < %s"
                .formatted(
                        bind(range.from().truncatedTo(ChronoUnit.DAYS).atOffset(ZoneOffset.UTC)),
                        bind(range.to().atOffset(ZoneOffset.UTC)));
    }

    /**
     * The rows of a grain that the answer is made of, and no others, as what follows FROM, under the grain's name. Columns: window_start,
     * window_group, the grain's key and sums; of conversations first_window and last_window too. A row's window_start is in the step and the
     * range that its windows are in, but may be the start of several windows.
     *
     * @param grain application, conversation, workload_pair, node_total, ledger, ledger_drop or coverage
     */
    public String rows(String grain) {
        return rows(grain, grain, Detail.SUMS, Summed.of(grain).columns());
    }

    /**
     * The same under another name, in more detail, with these columns alone. Who may not see all needs each conversation: the others that rows
     * of hours have are everybody's.
     *
     * @param columns in the order in which the statement names them first: PostgreSQL then hands rows on as they are, and does not make each
     *                anew (a sixth of the time it takes to rank 66,000 conversations)
     * @throws MalformedParameter where single windows are needed and were dropped by age
     * @throws io.tidemark.query.access.Limited where the grain is of all traffic together, and who asks may not see all
     */
    public String rows(String grain, String name, Detail wanted, List<String> columns) {
        var detail = wanted == Detail.SUMS && !range.access().all() ? Detail.EACH : wanted;
        if (detail == Detail.WINDOW && range.availability().finest(range.from(), range.to()) != Resolution.WINDOW) {
            throw new MalformedParameter(
                    "filter",
                    Text.of(
                            "asks what single windows counted, and those of a part of the range from %s to %s were dropped by age; ask for a later range, or not for sums",
                            range.from(), range.to()));
        }
        var summed = Summed.of(grain);
        if (ofAllTogether(summed)) {
            range.access()
                    .requireAll(Text.of(
                            "ledgers, nodes and applications")); // PostgreSQL would show none, which is no answer
        }
        var rows = segments(summed, detail).stream()
                .collect(Collectors.groupingBy(Segment::resolution, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(of -> summed.rows(of.getKey(), columns, condition(of.getValue())))
                .collect(Collectors.joining("\nUNION ALL "));
        return "(%s) %s".formatted(rows.isEmpty() ? summed.rows(Resolution.WINDOW, columns, windows()) : rows, name);
    }

    /** Rows that policies show to those alone who may see all. */
    private static boolean ofAllTogether(Summed grain) {
        return switch (grain) {
            case APPLICATION, NODE_TOTAL, LEDGER, LEDGER_DROP -> true;
            case COVERAGE, WORKLOAD_PAIR, CONVERSATION -> false;
        };
    }

    /** Both ends of a range are often of one resolution: read at once, as each table that a statement names takes long to plan. */
    private String condition(List<Segment> segments) {
        var first = segments.getFirst();
        if (first.from().equals(range.from()) && first.to().equals(range.to())) {
            return windows();
        }
        return ofSources(segments.stream()
                .map(segment -> between(segment.from(), segment.to()))
                .collect(Collectors.joining(" OR ", "(", ")")));
    }

    /** Only conversations have less in coarser rows: past the largest of a bucket they are summed up. */
    private List<Segment> segments(Summed grain, Detail detail) {
        boolean bounded = grain == Summed.CONVERSATION;
        return switch (detail) {
            case WINDOW -> segments(Resolution.WINDOW);
            case EACH -> segments(bounded ? Resolution.MINUTE : Resolution.DAY);
            case SUMS ->
                bounded
                        ? range.availability().conversations(range.from(), range.to(), stepSeconds)
                        : segments(Resolution.DAY);
        };
    }

    private List<Segment> segments(Resolution coarsest) {
        return range.availability().segments(range.from(), range.to(), stepSeconds, coarsest);
    }

    /** Makes the value a bind variable and returns its place holder. */
    public String bind(Object value) {
        values.add(value);
        return "$" + values.size();
    }

    /** Adds constant text. */
    public Sql add(String constant) {
        text.append(constant).append('\n');
        return this;
    }

    /** Reads the rows, of the range's state of the store. */
    public Uni<RowSet<Row>> run() {
        return range.reading().run(text(), values());
    }

    public String text() {
        return text.toString();
    }

    public Tuple values() {
        return Tuple.from(values);
    }
}
