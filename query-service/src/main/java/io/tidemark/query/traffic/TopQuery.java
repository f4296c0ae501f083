package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.grouping.Grouping;
import io.tidemark.query.grouping.Listed;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.range.Comparison;
import io.tidemark.query.range.Coverage;
import io.tidemark.query.range.Range;
import io.tidemark.query.range.Ranges;
import io.tidemark.query.traffic.Ranking.Place;
import io.tidemark.query.traffic.Ranking.Ranked;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The largest groups, page by page, beside what they were earlier. Never blocks. */
@ApplicationScoped
class TopQuery {
    private final Ranking ranking;
    private final Ranges ranges;

    TopQuery(Ranking ranking, Ranges ranges) {
        this.ranking = ranking;
        this.ranges = ranges;
    }

    /**
     * What is asked.
     *
     * @param compare as the client wrote it; null or empty: with nothing
     * @param after   null: the first page
     */
    record Question(Filter filter, Grouping grouping, Metric metric, int limit, String compare, Listed.After after) {}

    /** What there was earlier; all null where nothing is compared. */
    private record Before(Earlier range, Ranked ranked) {
        static final Before NOTHING = new Before(null, null);
    }

    Uni<Top> of(Range range, Question question) {
        var listed = new Listed.Largest(question.limit, question.after);
        return Uni.combine()
                .all()
                .unis(
                        ranges.coverage(range),
                        ranking.of(range, question.filter, question.grouping, question.metric, listed))
                .withUni((coverage, ranked) -> {
                    var comparison = Comparison.parse(question.compare, range, coverage.windowSeconds());
                    return before(comparison, range, question, ranked)
                            .map(before -> answer(range, coverage, question, ranked, before));
                });
    }

    private Uni<Before> before(Comparison comparison, Range range, Question question, Ranked ranked) {
        if (comparison == null) {
            return Uni.createFrom().item(Before.NOTHING);
        }
        var groups = ranked.rows().stream().map(place -> place.group().keys()).toList();
        return ranges.beside(range, comparison.of(range))
                .flatMap(earlier -> ranges.coverage(earlier)
                        .flatMap(coverage -> ranking.of(
                                        earlier,
                                        question.filter,
                                        question.grouping,
                                        question.metric,
                                        new Listed.Given(groups))
                                .map(found -> new Before(Earlier.of(earlier, coverage), found))));
    }

    private static Top answer(Range range, Coverage coverage, Question question, Ranked ranked, Before before) {
        Map<List<String>, Long> values = new HashMap<>();
        if (before.ranked != null) {
            before.ranked.rows().forEach(place -> values.put(place.group().values(), place.value()));
        }
        Long absent = before.ranked != null && question.metric.isSum() ? 0L : null;
        var rows = ranked.rows().stream()
                .map(place -> TopRow.of(
                        place.group(),
                        place.value(),
                        share(question.metric, place.value(), ranked.total()),
                        place.volume(),
                        values.getOrDefault(place.group().values(), absent)))
                .toList();
        return new Top(
                range.from(),
                range.to(),
                question.grouping.dimensions(),
                question.metric,
                question.metric.unit(),
                question.grouping.grain(question.filter, question.metric, range.access()),
                coverage.complete(),
                coverage.missingNodes(),
                coverage.recordedFrom(),
                coverage.recordedTo(),
                ranked.total(),
                ranked.totalRows(),
                rows,
                ranked.other(),
                ranked.more() ? next(range, question, ranked.rows().getLast()) : null,
                before.range,
                before.ranked == null ? null : before.ranked.total(),
                before.ranked == null ? null : before.ranked.other());
    }

    private static String next(Range range, Question question, Place last) {
        long value = last.value() == null ? Long.MIN_VALUE : last.value();
        return TopCursor.of(
                        range,
                        question.grouping,
                        question.metric,
                        value,
                        last.group().keys())
                .text();
    }

    private static Double share(Metric metric, Long value, Long total) {
        if (!metric.isSum()) {
            return null;
        }
        return total == 0 ? 0 : (double) value / total;
    }
}
