package io.tidemark.query.grouping;

import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.text.Text;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Answers whose parts must add up to the whole. */
public final class Sums {
    private Sums() {}

    /** Throws {@link MalformedParameter} where the values of parts do not add up. */
    public static void check(Metric metric) {
        if (!metric.isSum()) {
            throw new MalformedParameter(
                    "metric",
                    Text.of(
                            "the parts of %s do not add up; this answer has %s",
                            metric.label(),
                            Arrays.stream(Metric.values())
                                    .filter(Metric::isSum)
                                    .map(Metric::label)
                                    .collect(Collectors.joining(", "))));
        }
    }
}
