package io.tidemark.query.traffic;

import io.tidemark.query.grouping.Group;
import java.util.List;

/**
 * One line of a time series.
 *
 * @param key          known by it over all answers: the values of its group, joined by |; "total" where nothing is split; "other"
 *                     for all that has no line of its own
 * @param name         for a person
 * @param group        its values, in the order of by; null: all that has no line of its own
 * @param filter       takes its traffic, in the filter language; null: none does
 * @param total        the metric over the whole range; null where it tells nothing of it
 * @param values       the metric in each step, in the order of the series' times; null where it tells nothing of it
 * @param earlierTotal total in the earlier range; null: nothing is compared
 * @param earlier      the metric in each step of the earlier range; null: nothing is compared
 */
public record Series(
        String key,
        String name,
        List<String> group,
        String filter,
        Long total,
        List<Long> values,
        Long earlierTotal,
        List<Long> earlier) {
    static Series of(Group group, Line now, Line before) {
        return new Series(
                group.key(),
                group.name(),
                group.values(),
                group.filter(),
                now.total(),
                now.values(),
                before == null ? null : before.total(),
                before == null ? null : before.values());
    }

    /** What one group has over time. */
    record Line(Long total, List<Long> values) {}
}
