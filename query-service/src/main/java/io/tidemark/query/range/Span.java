package io.tidemark.query.range;

import java.time.Duration;
import java.time.Instant;

/** Some time: [from, to). */
record Span(Instant from, Instant to) {
    boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    /** What of it lies in [first, end); it may be empty. */
    Span within(Instant first, Instant end) {
        return new Span(from.isBefore(first) ? first : from, to.isAfter(end) ? end : to);
    }

    /** How much of it lies in [first, end), 0 to 1. */
    double share(Instant first, Instant end) {
        var within = within(first, end);
        return within.isEmpty() ? 0 : within.seconds() / seconds();
    }

    private double seconds() {
        return Duration.between(from, to).toMillis() / 1e3;
    }

    boolean isEmpty() {
        return !from.isBefore(to);
    }
}
