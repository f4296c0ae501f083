package io.tidemark.query.range;

import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.text.Text;
import java.time.Instant;
import java.util.List;

/**
 * A range as it was asked for, before the defaults.
 *
 * @param from    null: not given
 * @param to      null: not given
 * @param sources empty: all
 */
public record Asked(Instant from, Instant to, List<String> sources) {
    // what PostgreSQL and 64 bits of nanoseconds both can hold
    private static final Instant MIN = Instant.parse("1677-09-22T00:00:00Z");
    private static final Instant MAX = Instant.parse("2262-04-11T00:00:00Z");

    public Asked {
        sources = sources == null ? List.of() : List.copyOf(sources);
        check("from", from);
        check("to", to);
        if (from != null && to != null && !from.isBefore(to)) {
            throw new MalformedParameter("to", Text.of("%s is not after from, %s", to, from));
        }
        if (sources.size() > 100) {
            throw new MalformedParameter("source", Text.of("%d sources are more than 100", sources.size()));
        }
        if (sources.stream().anyMatch(source -> source.isEmpty() || source.indexOf('\0') >= 0)) {
            throw new MalformedParameter("source", Text.of("a source is empty, or has a NUL in it"));
        }
    }

    private static void check(String parameter, Instant instant) {
        if (instant != null && (instant.isBefore(MIN) || instant.isAfter(MAX))) {
            throw new MalformedParameter(parameter, Text.of("%s is not between %s and %s", instant, MIN, MAX));
        }
    }
}
