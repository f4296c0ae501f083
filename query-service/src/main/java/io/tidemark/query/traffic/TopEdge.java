package io.tidemark.query.traffic;

import io.tidemark.query.grouping.Grouping;
import io.tidemark.query.range.Range;
import java.util.List;

/**
 * One of the largest with its place in the list.
 *
 * @param cursor give it as cursor for what comes after it
 */
public record TopEdge(String cursor, TopRow node) {
    static List<TopEdge> of(Top page) {
        var range = new Range(page.from(), page.to(), List.of());
        var grouping = new Grouping(page.by());
        return page.rows().stream()
                .map(row -> new TopEdge(
                        TopCursor.of(
                                        range,
                                        grouping,
                                        page.metric(),
                                        row.value() == null ? Long.MIN_VALUE : row.value(),
                                        row.group().isEmpty() ? List.of(row.key()) : row.group())
                                .text(),
                        row))
                .toList();
    }
}
