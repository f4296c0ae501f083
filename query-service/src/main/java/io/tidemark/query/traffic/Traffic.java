package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.range.Asked;
import io.tidemark.query.range.Ranges;
import jakarta.enterprise.context.ApplicationScoped;

/** What REST and GraphQL both ask: bounds are checked here, so that they are the same. Never blocks. */
@ApplicationScoped
class Traffic {
    private final Ranges ranges;
    private final TimeseriesQuery timeseries;
    private final TopQuery top;
    private final ConversationQuery conversations;

    Traffic(Ranges ranges, TimeseriesQuery timeseries, TopQuery top, ConversationQuery conversations) {
        this.ranges = ranges;
        this.timeseries = timeseries;
        this.top = top;
        this.conversations = conversations;
    }

    Uni<Timeseries> timeseries(Asked asked, Filter filter, String step, SeriesBy by, Metric metric, int limit) {
        between("limit", limit, 1, 50);
        return ranges.of(asked).flatMap(range -> timeseries.over(range, filter, step, by, metric, limit));
    }

    Uni<Top> top(Asked asked, Filter filter, TopBy by, Metric metric, int limit) {
        between("limit", limit, 1, 1000);
        return ranges.of(asked).flatMap(range -> top.of(range, filter, by, metric, limit));
    }

    Uni<Conversations> conversations(Asked asked, Filter filter, ConversationSort sort, int limit, String cursor) {
        between("limit", limit, 1, 1000);
        var after = Cursor.parse(cursor);
        if (after == null) {
            return ranges.of(asked).flatMap(range -> conversations.page(range, filter, sort, limit, null));
        }
        if (after.sort() != sort) {
            throw new MalformedParameter(
                    "cursor",
                    "is of an answer sorted by %s".formatted(after.sort().label()));
        }
        return ranges.of(new Asked(after.from(), after.to(), asked.sources()))
                .flatMap(range -> conversations.page(range, filter, sort, limit, after));
    }

    private static void between(String parameter, int value, int min, int max) {
        if (value < min || value > max) {
            throw new MalformedParameter(parameter, "%d is not between %d and %d".formatted(value, min, max));
        }
    }
}
