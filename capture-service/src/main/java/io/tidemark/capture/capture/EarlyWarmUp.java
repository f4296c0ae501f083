package io.tidemark.capture.capture;

import io.tidemark.metering.record.WarmUp;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The process's one {@link WarmUp}, on a thread of its own. It begins before it is known whether it will be wanted. */
final class EarlyWarmUp {
    private static final FutureTask<Void> ALL = new FutureTask<>(() -> WarmUp.run(EarlyWarmUp::unwanted), null);
    private static volatile boolean unwanted;
    private static boolean begun;

    private EarlyWarmUp() {}

    /** The first call counts. */
    static synchronized void begin() {
        if (!begun) {
            begun = true;
            Thread.ofPlatform().name("warm-up").daemon().start(ALL);
        }
    }

    /** Waits for its end; begins it where no {@link Main} has. */
    static void await() throws InterruptedException, ExecutionException {
        begin();
        ALL.get();
    }

    /** Who replays a file is warm by the time it counts: the processor is his. */
    static void stop() {
        unwanted = true;
    }

    private static boolean unwanted() {
        return unwanted;
    }
}
