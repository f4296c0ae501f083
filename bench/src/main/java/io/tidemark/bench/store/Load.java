package io.tidemark.bench.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How long questions took, in milliseconds.
 *
 * @param millis sorted
 */
record Load(double[] millis) {
    /**
     * Users that each ask again as soon as they are answered, for so long.
     *
     * @param questions one of each user
     */
    static Load of(List<? extends Callable<?>> questions, double seconds)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        var all = new ArrayList<Double>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<List<Double>>>();
            for (var question : questions) {
                running.add(threads.submit(() -> {
                    var took = new ArrayList<Double>();
                    while (System.nanoTime() < end) {
                        long start = System.nanoTime();
                        question.call();
                        took.add((System.nanoTime() - start) / 1e6);
                    }
                    return took;
                }));
            }
            for (var user : running) {
                all.addAll(user.get());
            }
        }
        return of(all);
    }

    static Load of(List<Double> millis) {
        var sorted = millis.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return new Load(sorted);
    }

    /** The value that this share of all is at most, 0 to 1. */
    double quantile(double share) {
        return millis.length == 0
                ? Double.NaN
                : millis[(int) Math.min(millis.length - 1, Math.floor(share * millis.length))];
    }

    int count() {
        return millis.length;
    }
}
