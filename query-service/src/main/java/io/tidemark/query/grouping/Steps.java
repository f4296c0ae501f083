package io.tidemark.query.grouping;

import io.tidemark.query.range.Sql;

/**
 * How time is cut: in steps aligned to 1970-01-01T00:00:00Z.
 *
 * @param seconds of a step
 * @param shift   seconds that the time of rows is put forward by: what is compared lies on the steps of what it is compared with
 */
public record Steps(long seconds, long shift) {
    /** What rows must not be longer than, so that each is in one step, seconds. */
    public long finest() {
        long a = seconds;
        long b = shift;
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }

    /** The start of a row's step. */
    public String sql(Sql sql) {
        var start =
                shift == 0 ? "window_start" : "window_start + make_interval(secs => " + sql.bind((double) shift) + ")";
        return "date_bin(make_interval(secs => " + sql.bind((double) seconds) + "), " + start
                + ", timestamptz 'epoch')";
    }
}
