package io.tidemark.capture.capture;

import java.util.concurrent.locks.LockSupport;

/**
 * What a duty cycle does when there was nothing to do: it yields some times, then sleeps, twice as long each time, up to
 * {@link #LONGEST}. Work sets it back. One thread's own.
 */
final class Idling {
    private static final int YIELDS = 10;
    private static final long SHORTEST = 50_000; // ns
    private static final long LONGEST =
            2_000_000; // ns: what a full-speed 10 Gbit/s stream fills of a 64 MiB ring is 4 %

    private int idle;
    private long sleep = SHORTEST;

    /** @param work what the last turn did; 0: nothing */
    void idle(int work) {
        if (work > 0) {
            idle = 0;
            sleep = SHORTEST;
        } else if (idle++ < YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(sleep);
            sleep = Math.min(2 * sleep, LONGEST);
        }
    }
}
