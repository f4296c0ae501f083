package io.tidemark.query.traffic;

import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.grouping.Grouping;
import io.tidemark.query.grouping.Listed;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.range.Range;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
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
    private static final String SEPARATOR = "\0"; // in no text of PostgreSQL

    static TopCursor of(Range range, Grouping grouping, Metric metric, long value, List<String> group) {
        return new TopCursor(range.from(), range.to(), what(grouping, metric), new Listed.After(value, group));
    }

    private static String what(Grouping grouping, Metric metric) {
        return grouping.dimensions().stream().map(Dimension::label).collect(Collectors.joining(",")) + " by "
                + metric.label();
    }

    /** Opaque to clients. */
    String text() {
        var fields = new ArrayList<>(List.of(from.toString(), to.toString(), what, Long.toString(after.value())));
        fields.addAll(after.group());
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, fields).getBytes(StandardCharsets.UTF_8));
    }

    /** Null where there is none; {@link MalformedParameter} where it is none of ours, or of another question. */
    static TopCursor parse(String text, Grouping grouping, Metric metric) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        TopCursor cursor;
        try {
            var fields = List.of(
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(SEPARATOR, -1));
            cursor = new TopCursor(
                    Instant.parse(fields.get(0)),
                    Instant.parse(fields.get(1)),
                    fields.get(2),
                    new Listed.After(Long.parseLong(fields.get(3)), fields.subList(4, fields.size())));
        } catch (RuntimeException e) {
            throw new MalformedParameter("cursor", "is not the next of an earlier answer");
        }
        if (!cursor.what.equals(what(grouping, metric))
                || cursor.after.group().size()
                        != Math.max(1, grouping.dimensions().size())) {
            throw new MalformedParameter("cursor", "is of an answer with other by or metric: " + cursor.what);
        }
        return cursor;
    }
}
