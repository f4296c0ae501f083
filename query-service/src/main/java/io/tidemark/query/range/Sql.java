package io.tidemark.query.range;

import io.vertx.mutiny.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement over the windows of a range, put together from constant text; whatever came from a client is a bind variable.
 */
public final class Sql {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();
    private final String windows;
    private final Range range;

    Sql(Range range) {
        this.range = range;
        var condition = "window_start >= %s AND window_start < %s"
                .formatted(
                        bind(range.from().atOffset(ZoneOffset.UTC)),
                        bind(range.to().atOffset(ZoneOffset.UTC)));
        this.windows = range.sources().isEmpty()
                ? condition
                : condition + " AND window_group = ANY(" + bind(range.sources().toArray(String[]::new)) + ")";
    }

    /** The condition that a row's window is in the range. */
    public String windows() {
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
     * The rows of a grain that the answer is made of, as what follows FROM, under the grain's name. To be used with {@link #windows}
     * as a condition. Columns: window_start, window_group, the grain's key and sums; of conversations first_window and last_window
     * too. A row's window_start is in the step and the range that its windows are in, but may be the start of several windows.
     *
     * @param grain application, conversation, workload_pair, node_total, ledger or ledger_drop
     */
    public String rows(String grain) {
        return rows(grain, grain, Detail.SUMS);
    }

    /** The same under another name, and in more detail. */
    public String rows(String grain, String name, Detail detail) {
        return grain.equals("conversation")
                ? "(SELECT *, window_start AS first_window, window_start AS last_window FROM conversation) " + name
                : grain + " " + name;
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

    public String text() {
        return text.toString();
    }

    public Tuple values() {
        return Tuple.from(values);
    }
}
