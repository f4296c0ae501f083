package io.tidemark.bench.aggregator;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what happens in another process. */
final class Patience {
    private static final long NANOS = TimeUnit.MINUTES.toNanos(15);
    private static final long LOOK_MILLIS = 100;

    private Patience() {}

    /**
     * Returns when it is done; what it throws meanwhile is "not yet".
     *
     * @throws IllegalStateException if it takes a quarter of an hour
     */
    static void await(String what, Callable<Boolean> done) throws InterruptedException {
        long end = System.nanoTime() + NANOS;
        Exception last = null;
        while (System.nanoTime() < end) {
            try {
                if (done.call()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                last = e;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new IllegalStateException(what + " takes too long", last);
    }
}
