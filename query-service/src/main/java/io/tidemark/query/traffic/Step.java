package io.tidemark.query.traffic;

import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.problem.TooExpensive;
import io.tidemark.query.range.Range;
import io.tidemark.query.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The length of one point of a series. Steps are aligned to 1970-01-01T00:00:00Z, so that a series that is asked for again a
 * moment later has the same edges.
 *
 * @param seconds a multiple of the window's length
 */
record Step(long seconds) {
    private static final long[] NICE = {
        10,
        20,
        30,
        60,
        120,
        300,
        600,
        900,
        1800,
        3600,
        7200,
        10800,
        21600,
        43200,
        86400,
        2 * 86400,
        7 * 86400,
        28 * 86400,
        91 * 86400,
        364 * 86400
    };
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(s|m|h|d)?");

    /** Reads "10", "10s", "5m", "1h", "1d" or "PT1M"; null where nothing is given. */
    static Step parse(String text, long windowSeconds) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        var seconds = seconds(text);
        if (seconds <= 0 || seconds % windowSeconds != 0) {
            throw new MalformedParameter(
                    "step", Text.of("\"%s\" is no multiple of the window, %d s", text, windowSeconds));
        }
        return new Step(seconds);
    }

    private static long seconds(String text) {
        var matcher = TEXT.matcher(text);
        try {
            if (!matcher.matches()) {
                return Duration.parse(text).toSeconds();
            }
        } catch (RuntimeException e) {
            throw new MalformedParameter("step", Text.of("\"%s\" is no duration such as 10s, 5m, 1h or PT1M", text));
        }
        var number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "m" -> number * 60;
            case "h" -> number * 3600;
            case "d" -> number * 86400;
            case null, default -> number;
        };
    }

    /** The finest step with which the range has at most so many points: a nice one, or the next multiple of the window. */
    static Step fitting(Range range, int maxPoints, long windowSeconds) {
        for (long nice : NICE) {
            var step = new Step(Math.ceilDiv(nice, windowSeconds) * windowSeconds);
            if (step.points(range) <= maxPoints) {
                return step;
            }
        }
        long span = range.to().getEpochSecond() - range.from().getEpochSecond();
        return new Step(Math.ceilDiv(span, windowSeconds) * windowSeconds);
    }

    /** This, unless it makes too many points. */
    Step within(Range range, int maxPoints) {
        if (points(range) > maxPoints) {
            throw new TooExpensive(Text.of(
                    "a step of %d s makes %d points from %s to %s, more than %d; ask for a longer step",
                    seconds, points(range), range.from(), range.to(), maxPoints));
        }
        return this;
    }

    long points(Range range) {
        return last(range) - first(range);
    }

    /** Starts of the steps that touch the range. */
    List<Instant> times(Range range) {
        var times = new ArrayList<Instant>();
        for (long i = first(range); i < last(range); i++) {
            times.add(Instant.ofEpochSecond(i * seconds));
        }
        return times;
    }

    /** Number of the step that the range's first instant is in; 0 is that of 1970-01-01T00:00:00Z. */
    long first(Range range) {
        return Math.floorDiv(range.from().getEpochSecond(), seconds);
    }

    private long last(Range range) {
        long ceiling = range.to().getEpochSecond() + (range.to().getNano() > 0 ? 1 : 0);
        return Math.max(first(range), Math.ceilDiv(ceiling, seconds));
    }
}
