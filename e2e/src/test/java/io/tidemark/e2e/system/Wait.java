package io.tidemark.e2e.system;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for a condition of another process, which can only be asked again and again. */
public final class Wait {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private Wait() {}

    /**
     * Asks until the answer is as it should be. An exception counts as no answer: not there yet.
     *
     * @param what for the message of the AssertionError when time is up
     */
    public static <T> T until(String what, Duration atMost, Callable<T> question, Predicate<T> good) {
        long end = System.nanoTime() + atMost.toNanos();
        Object last = "no answer";
        do {
            try {
                T answer = question.call();
                if (good.test(answer)) {
                    return answer;
                }
                last = answer;
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(PAUSE);
        } while (System.nanoTime() < end);
        throw new AssertionError("waited %s for %s; last: %s".formatted(atMost, what, last));
    }
}
