package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.grouping.Slice;
import io.tidemark.query.problem.Bounds;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.range.Asked;
import io.tidemark.query.range.Ranges;
import io.tidemark.query.text.Text;
import jakarta.enterprise.context.ApplicationScoped;

/** What REST and GraphQL both ask: bounds are checked here, so that they are the same. Never blocks. */
@ApplicationScoped
public class Traffic {
    private static final int MOST_POINTS = 10_000; // the server's own limit is lower

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

    Uni<Timeseries> timeseries(Asked asked, Slice slice, String step, int limit, String compare) {
        Bounds.check("limit", limit, 1, 50);
        var question = new TimeseriesQuery.Question(
                slice.filter(), slice.by(), slice.metric(), step, MOST_POINTS, limit, compare);
        return ranges.shared(asked, question, range -> timeseries.over(range, question));
    }

    /** A time series as rows of cells: few steps, many series. */
    public Uni<Timeseries> heat(Asked asked, Slice slice, String step, int points, int limit) {
        Bounds.check("limit", limit, 1, 200);
        var question =
                new TimeseriesQuery.Question(slice.filter(), slice.by(), slice.metric(), step, points, limit, null);
        return ranges.shared(asked, question, range -> timeseries.over(range, question));
    }

    Uni<Top> top(Asked asked, Slice slice, int limit, String cursor, String compare) {
        Bounds.check("limit", limit, 1, 1000);
        var after = TopCursor.parse(cursor, slice.by(), slice.metric());
        var question = new TopQuery.Question(
                slice.filter(), slice.by(), slice.metric(), limit, compare, after == null ? null : after.after());
        var of = after == null ? asked : new Asked(after.from(), after.to(), asked.sources());
        return ranges.shared(of, question, range -> top.of(range, question));
    }

    Uni<Conversations> conversations(Asked asked, Filter filter, ConversationSort sort, int limit, String cursor) {
        Bounds.check("limit", limit, 1, 1000);
        var after = Cursor.parse(cursor);
        if (after != null && after.sort() != sort) {
            throw new MalformedParameter(
                    "cursor",
                    Text.of("is of an answer sorted by %s", after.sort().label()));
        }
        var question = new ConversationQuery.Question(filter, sort, limit, after);
        var of = after == null ? asked : new Asked(after.from(), after.to(), asked.sources());
        return ranges.shared(of, question, range -> conversations.page(range, question));
    }
}
