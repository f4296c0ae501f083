package io.tidemark.charts.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition of the cluster, which can only be asked again and again. */
final class Wait {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private Wait() {}

    /** Asks until the answer is as it should be; an exception counts as no answer. */
    static <T> T until(String what, Duration atMost, Supplier<T> question, Predicate<T> good) {
        long end = System.nanoTime() + atMost.toNanos();
        Object last = "no answer";
        do {
            try {
                T answer = question.get();
                if (good.test(answer)) {
                    return answer;
                }
                last = answer;
            } catch (RuntimeException e) {
                last = e;
            }
            LockSupport.parkNanos(PAUSE);
        } while (System.nanoTime() < end);
        throw new AssertionError("waited %s for %s; last: %s".formatted(atMost, what, last));
    }
}
