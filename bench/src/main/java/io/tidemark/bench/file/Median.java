package io.tidemark.bench.file;

import java.util.List;

/** The middle of an odd number of values, or between the two of an even one: a neighbour's load spoils a few, not it. */
final class Median {
    private Median() {}

    static double of(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
