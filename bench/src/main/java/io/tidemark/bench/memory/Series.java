package io.tidemark.bench.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Values with the second in which each was taken. */
public final class Series {
    private static final double SECONDS_PER_HOUR = 3600;

    /**
     * One value.
     *
     * @param second since the start
     */
    private record Sample(double second, double value) {}

    private final List<Sample> samples = new ArrayList<>();

    public void add(double second, double value) {
        samples.add(new Sample(second, value));
    }

    /** The same without what came before this second. */
    public Series from(double second) {
        var later = new Series();
        samples.stream().filter(sample -> sample.second >= second).forEach(later.samples::add);
        return later;
    }

    public double median() {
        var values = samples.stream()
                .map(Sample::value)
                .sorted(Comparator.naturalOrder())
                .toList();
        return values.get(values.size() / 2);
    }

    public double maximum() {
        return samples.stream().mapToDouble(Sample::value).max().orElseThrow();
    }

    /** By how much it grows in an hour: the slope of the line with the least squares. */
    double perHour() {
        double middle = samples.stream().mapToDouble(Sample::second).average().orElseThrow();
        double mean = samples.stream().mapToDouble(Sample::value).average().orElseThrow();
        double both = 0;
        double squares = 0;
        for (var sample : samples) {
            both += (sample.second - middle) * (sample.value - mean);
            squares += (sample.second - middle) * (sample.second - middle);
        }
        return squares == 0 ? 0 : both / squares * SECONDS_PER_HOUR;
    }

    /** As a JSON object. */
    public String json() {
        return String.format(
                Locale.ROOT, "{\"median\":%.1f,\"maximum\":%.1f,\"per_hour\":%.1f}", median(), maximum(), perHour());
    }
}
