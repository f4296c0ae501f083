package io.tidemark.query.range;

import io.tidemark.query.access.Access;
import java.time.Instant;
import java.util.List;

/**
 * The windows an answer is made of: those that start in [from, to).
 *
 * @param sources      window groups: "live" or the node names of files; empty: all
 * @param availability which rows can answer for which part
 * @param reading      what statements over the range read from
 */
public record Range(Instant from, Instant to, List<String> sources, Availability availability, Reading reading) {
    public Range {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a range from %s ends before it, at %s".formatted(from, to));
        }
        sources = List.copyOf(sources);
    }

    /** A range that nothing is read of. */
    public Range(Instant from, Instant to, List<String> sources) {
        this(from, to, sources, Availability.WINDOWS, Reading.NONE);
    }

    /** Of who asks: statements over the range are held to it. */
    public Access access() {
        return reading.access();
    }

    /** Begins a statement whose first bind variables are this range; {@link Sql#windows} is its condition. */
    public Sql sql() {
        return new Sql(this, 0);
    }

    /**
     * The same for an answer that tells steps apart: its rows are never longer than a step.
     *
     * @param stepSeconds length of the steps, which are aligned to 1970-01-01T00:00:00Z
     */
    public Sql sql(long stepSeconds) {
        return new Sql(this, stepSeconds);
    }
}
