package io.tidemark.query.traffic;

import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.grouping.Grouping;
import io.tidemark.query.grouping.Listed;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.range.Range;
import io.tidemark.query.reply.CursorText;
import io.tidemark.query.text.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a page of the largest ended, and what it was a page of: the next one starts after it, whatever was inserted meanwhile.
 *
 * @param from  the first page's range
 * @param to    exclusive
 * @param what  what was ranked, and by what
 * @param after the last row
 */
record TopCursor(Instant from, Instant to, String what, Listed.After after) {
    static TopCursor of(Range range, Grouping grouping, Metric metric, long value, List<String> group) {
        return new TopCursor(range.from(), range.to(), what(grouping, metric), new Listed.After(value, group));
    }

    private static String what(Grouping grouping, Metric metric) {
        return grouping.dimensions().stream().map(Dimension::label).collect(Collectors.joining(",")) + " by "
                + metric.label();
    }

    String text() {
        var fields = new ArrayList<>(List.of(from.toString(), to.toString(), what, Long.toString(after.value())));
        fields.addAll(after.group());
        return CursorText.of(fields);
    }

    /** As {@link CursorText#parse}; {@link MalformedParameter} also where it is of another question. */
    static TopCursor parse(String text, Grouping grouping, Metric metric) {
        TopCursor cursor = CursorText.parse(
                text,
                fields -> new TopCursor(
                        Instant.parse(fields.get(0)),
                        Instant.parse(fields.get(1)),
                        fields.get(2),
                        new Listed.After(Long.parseLong(fields.get(3)), fields.subList(4, fields.size()))));
        if (cursor == null) {
            return null;
        }
        if (!cursor.what.equals(what(grouping, metric))
                || cursor.after.group().size()
                        != Math.max(1, grouping.dimensions().size())) {
            throw new MalformedParameter("cursor", Text.of("is of an answer with other by or metric: %s", cursor.what));
        }
        return cursor;
    }
}
