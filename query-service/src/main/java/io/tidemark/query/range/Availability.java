package io.tidemark.query.range;

import io.tidemark.query.store.Resolution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which resolutions can answer for which time: a bucket that is pending has changed since it was summed up, and rows that are settled
 * were dropped.
 */
final class Availability {
    /** That of a store whose rows are all of single windows. */
    static final Availability WINDOWS = new Availability(Map.of(), Map.of());

    /** So many parts of a range at most may be left to finer rows on their own in a resolution; what lies between is read finer with them. */
    private static final int MOST_FINER = 4;

    /** What a resolution does not answer for, as it is pending or settled. */
    private final Map<Resolution, List<Span>> leftToFiner = new EnumMap<>(Resolution.class);

    private final Map<Resolution, List<Span>> settled = new EnumMap<>(Resolution.class);

    /**
     * @param marked  buckets of each resolution whose finer rows have changed
     * @param settled what of each resolution was dropped
     */
    Availability(Map<Resolution, List<Span>> marked, Map<Resolution, List<Span>> settled) {
        for (var resolution : Resolution.values()) {
            this.settled.put(resolution, settled.getOrDefault(resolution, List.of()));
        }
        for (var resolution : Resolution.OF_BUCKETS) {
            var spans = new ArrayList<>(this.settled.get(resolution));
            for (var of = resolution; of != Resolution.WINDOW; of = of.summedFrom()) {
                spans.addAll(marked.getOrDefault(of, List.of())); // an hour is pending while a minute in it is
            }
            leftToFiner.put(resolution, joined(resolution, spans));
        }
    }

    /** Whole buckets, in order, apart from each other. */
    private static List<Span> joined(Resolution resolution, List<Span> spans) {
        var joined = new ArrayList<Span>();
        for (var span : spans.stream().sorted(Comparator.comparing(Span::from)).toList()) {
            var whole = new Span(resolution.floor(span.from()), resolution.ceiling(span.to()));
            if (!joined.isEmpty() && !whole.from().isAfter(joined.getLast().to())) {
                var last = joined.removeLast();
                joined.add(new Span(last.from(), last.to().isAfter(whole.to()) ? last.to() : whole.to()));
            } else {
                joined.add(whole);
            }
        }
        while (joined.size() > MOST_FINER) {
            int nearest = 0;
            for (int i = 1; i + 1 < joined.size(); i++) {
                if (gap(joined, i) < gap(joined, nearest)) {
                    nearest = i;
                }
            }
            joined.set(
                    nearest,
                    new Span(
                            joined.get(nearest).from(),
                            joined.remove(nearest + 1).to()));
        }
        return joined;
    }

    private static long gap(List<Span> spans, int i) {
        return spans.get(i + 1).from().getEpochSecond() - spans.get(i).to().getEpochSecond();
    }

    /** The finest rows that there are, or were never dropped, of windows that start then. */
    Resolution finest(Instant instant) {
        for (var resolution : Resolution.values()) {
            if (settled.get(resolution).stream().noneMatch(span -> span.contains(instant))) {
                return resolution;
            }
        }
        return Resolution.DAY;
    }

    /** The coarsest of the finest rows in a range: no step can be shorter than its buckets. */
    Resolution finest(Instant from, Instant to) {
        return edges(from, to).stream()
                .filter(instant -> instant.isBefore(to))
                .map(this::finest)
                .max(Comparator.naturalOrder())
                .orElse(Resolution.WINDOW);
    }

    /** The range's ends and where, in between, something begins or ends to be settled. */
    private List<Instant> edges(Instant from, Instant to) {
        var edges = new TreeSet<Instant>(List.of(from, to));
        settled.values()
                .forEach(spans -> spans.forEach(span -> {
                    var within = span.within(from, to);
                    if (!within.isEmpty()) {
                        edges.add(within.from());
                        edges.add(within.to());
                    }
                }));
        return List.copyOf(edges);
    }

    /**
     * A range of conversations, of which buckets longer than a minute have the largest alone: beside hours, where they say the least that each
     * has in any case, ten minutes are as good. Where no hour answers, minutes do, which have all.
     */
    List<Segment> conversations(Instant from, Instant to, long stepSeconds) {
        var segments = segments(from, to, stepSeconds, Resolution.DAY);
        return segments.stream().anyMatch(segment -> segment.resolution().compareTo(Resolution.HOUR) >= 0)
                ? segments
                : segments(from, to, stepSeconds, Resolution.MINUTE);
    }

    /**
     * A range in the coarsest rows that answer the same as single windows would: buckets that lie in it and in a step as a whole. Where
     * finer rows are settled, coarser ones answer, whatever was asked for and though they may be pending: what comes late for such a
     * time can only be of another source, and is there a moment later.
     *
     * @param stepSeconds of steps that are told apart; 0: there are none
     * @param coarsest    that the answer can do with
     */
    List<Segment> segments(Instant from, Instant to, long stepSeconds, Resolution coarsest) {
        var segments = new ArrayList<Segment>();
        var edges = edges(from, to);
        for (int i = 0; i + 1 < edges.size(); i++) {
            var floor = finest(edges.get(i));
            var resolution = coarsest;
            while (resolution.compareTo(floor) > 0 && stepSeconds % resolution.seconds() != 0) {
                resolution = resolution.finer();
            }
            cover(
                    edges.get(i),
                    edges.get(i + 1),
                    resolution.compareTo(floor) > 0 ? resolution : floor,
                    floor,
                    segments);
        }
        return segments;
    }

    private void cover(Instant from, Instant to, Resolution resolution, Resolution floor, List<Segment> segments) {
        if (!from.isBefore(to)) {
            return;
        }
        if (resolution == floor) {
            add(new Segment(resolution, from, to), segments);
            return;
        }
        var first = resolution.ceiling(from);
        var end = resolution.floor(to);
        if (!first.isBefore(end)) {
            cover(from, to, resolution.finer(), floor, segments);
            return;
        }
        cover(from, first, resolution.finer(), floor, segments);
        var next = first;
        for (var span : leftToFiner.get(resolution)) {
            var late = span.within(next, end);
            if (!late.isEmpty()) {
                add(new Segment(resolution, next, late.from()), segments);
                cover(late.from(), late.to(), resolution.finer(), floor, segments);
                next = late.to();
            }
        }
        add(new Segment(resolution, next, end), segments);
        cover(end, to, resolution.finer(), floor, segments);
    }

    private static void add(Segment segment, List<Segment> segments) {
        if (!segment.from().isBefore(segment.to())) {
            return;
        }
        if (!segments.isEmpty()
                && segments.getLast().resolution() == segment.resolution()
                && segments.getLast().to().equals(segment.from())) {
            segments.add(new Segment(segment.resolution(), segments.removeLast().from(), segment.to()));
        } else {
            segments.add(segment);
        }
    }
}
