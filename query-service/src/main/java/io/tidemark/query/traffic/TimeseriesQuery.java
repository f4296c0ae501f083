package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.grouping.Group;
import io.tidemark.query.grouping.Grouping;
import io.tidemark.query.grouping.Listed;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.grouping.Steps;
import io.tidemark.query.range.Comparison;
import io.tidemark.query.range.Coverage;
import io.tidemark.query.range.Range;
import io.tidemark.query.range.RangeConfig;
import io.tidemark.query.range.Ranges;
import io.tidemark.query.traffic.Lines.Grid;
import io.tidemark.query.traffic.Series.Line;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;

/** Traffic over time, beside what it was earlier. Never blocks. */
@ApplicationScoped
class TimeseriesQuery {
    private final Lines lines;
    private final Ranges ranges;
    private final RangeConfig config;

    TimeseriesQuery(Lines lines, Ranges ranges, RangeConfig config) {
        this.lines = lines;
        this.ranges = ranges;
        this.config = config;
    }

    /**
     * What is asked.
     *
     * @param step    as the client wrote it; null or empty: the finest that fits
     * @param points  steps at most where the server chooses
     * @param limit   how many series there are at most, beside the one for the rest
     * @param compare as the client wrote it; null or empty: with nothing
     */
    record Question(
            Filter filter, Grouping grouping, Metric metric, String step, int points, int limit, String compare) {}

    /**
     * What it is compared with.
     *
     * @param comparison null: with nothing
     */
    private record Against(Comparison comparison, Range range, Coverage coverage) {
        static final Against NOTHING = new Against(null, null, null);

        /** What steps are multiples of, so that both ranges have rows for them. */
        long windowSeconds(Coverage now) {
            return comparison == null ? now.windowSeconds() : Math.max(now.windowSeconds(), coverage.windowSeconds());
        }
    }

    /** What there was earlier; null where nothing is compared. */
    private record Before(Earlier range, Map<Group, Line> lines) {}

    Uni<Timeseries> over(Range range, Question question) {
        return ranges.coverage(range)
                .flatMap(coverage -> against(range, question, coverage).flatMap(against -> {
                    long window = against.windowSeconds(coverage);
                    var asked = Step.parse(question.step, window);
                    var step = asked != null
                            ? asked.within(range, config.maxPoints())
                            : Step.fitting(range, Math.min(question.points, config.maxPoints()), window);
                    return read(range, question, grid(step, range, 0), new Listed.Largest(question.limit, null))
                            .flatMap(now -> before(against, range, question, step, now)
                                    .map(before -> answer(range, coverage, question, step, now, before)));
                }));
    }

    private Uni<Against> against(Range range, Question question, Coverage coverage) {
        var comparison = Comparison.parse(question.compare, range, coverage.windowSeconds());
        if (comparison == null) {
            return Uni.createFrom().item(Against.NOTHING);
        }
        return ranges.beside(range, comparison.of(range))
                .flatMap(earlier -> ranges.coverage(earlier)
                        .map(its -> new Against(comparison.onWindows(its.windowSeconds()), earlier, its)));
    }

    private static Grid grid(Step step, Range range, long shift) {
        return new Grid(
                new Steps(step.seconds(), shift),
                step.first(range),
                step.times(range).size());
    }

    private Uni<Map<Group, Line>> read(Range range, Question question, Grid grid, Listed listed) {
        return lines.of(range, question.filter, question.grouping, question.metric, grid, listed);
    }

    private Uni<Before> before(Against against, Range range, Question question, Step step, Map<Group, Line> now) {
        if (against.comparison == null) {
            return Uni.createFrom().item(new Before(null, Map.of()));
        }
        var groups = now.keySet().stream()
                .filter(group -> group != Group.OTHER)
                .map(Group::keys)
                .toList();
        var grid = grid(step, range, against.comparison.shift().toSeconds());
        return read(against.range, question, grid, new Listed.Given(groups))
                .map(found -> new Before(Earlier.of(against.range, against.coverage), found));
    }

    private static Timeseries answer(
            Range range, Coverage coverage, Question question, Step step, Map<Group, Line> now, Before before) {
        var times = step.times(range);
        var nothing = nothing(question.metric, times.size());
        var groups = new LinkedHashSet<>(now.keySet());
        if (before.lines.containsKey(Group.OTHER)) {
            groups.add(Group.OTHER); // of which there may be none now
        }
        var series = new ArrayList<Series>();
        for (var group : groups) {
            series.add(Series.of(
                    group,
                    now.getOrDefault(group, nothing),
                    before.range == null ? null : earlier(before.lines, group, nothing)));
        }
        series.sort(Comparator.comparing((Series line) -> line.group() == null)
                .thenComparing(
                        Series::total,
                        Comparator.nullsFirst(Comparator.<Long>naturalOrder()).reversed())
                .thenComparing(Series::key));
        return new Timeseries(
                range.from(),
                range.to(),
                step.seconds(),
                question.grouping.dimensions(),
                question.metric,
                question.metric.unit(),
                question.grouping.grain(question.filter, question.metric, range.access()),
                coverage.complete(),
                coverage.missingNodes(),
                coverage.recordedFrom(),
                coverage.recordedTo(),
                times,
                series,
                before.range);
    }

    /** A name may have changed since: the values tell the group. */
    private static Line earlier(Map<Group, Line> lines, Group group, Line nothing) {
        return lines.entrySet().stream()
                .filter(entry -> Objects.equals(entry.getKey().values(), group.values()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(nothing);
    }

    private static Line nothing(Metric metric, int points) {
        Long none = metric.isSum() ? 0L : null;
        return new Line(none, Collections.nCopies(points, none));
    }
}
