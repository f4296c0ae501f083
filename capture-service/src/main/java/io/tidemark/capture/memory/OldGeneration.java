package io.tidemark.capture.memory;

import io.quarkus.runtime.Startup;
import io.tidemark.capture.publish.FlowPublisher;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Has the heap collected when garbage has piled up in the old generation. The serial collector does not look at it before the
 * heap has reached its bound, and encoded batches, which live until the broker has them, grow old at the end of each window: at
 * 100,000 flows the process grew by 1.4 GB an hour.
 *
 * <p>A collection takes about 1 ms for each MB that lives, and the meter stands still for it; the kernel's ring holds more. It
 * waits for a moment when the broker has everything: then the batches are garbage. With another collector, nothing is done.
 */
@ApplicationScoped
@Startup
class OldGeneration {
    private static final String SERIAL = "Tenured Gen";
    private static final long GARBAGE = 6 << 20; // bytes, worth a collection when the broker has everything
    private static final long TOO_MUCH = 64 << 20; // bytes, worth one at any time
    private static final int LIVE_SHARE =
            8; // the more lives, the longer a collection takes: an eighth more garbage is let be

    private final FlowPublisher publisher;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("old-generation").factory());

    OldGeneration(FlowPublisher publisher) {
        this.publisher = publisher;
        ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals(SERIAL))
                .forEach(pool -> ticks.scheduleWithFixedDelay(() -> look(pool), 10, 1, TimeUnit.SECONDS));
    }

    private void look(MemoryPoolMXBean pool) {
        long live = pool.getCollectionUsage().getUsed(); // after the newest collection of it; 0: there was none
        if (isDue(pool.getUsage().getUsed(), live, publisher.pendingBytes() == 0)) {
            System.gc();
        }
    }

    /**
     * @param used  bytes
     * @param live  bytes that were left by the newest collection
     * @param quiet nothing waits for the broker
     */
    static boolean isDue(long used, long live, boolean quiet) {
        long garbage = used - live - live / LIVE_SHARE;
        return garbage > (quiet ? GARBAGE : TOO_MUCH);
    }

    @PreDestroy
    void stop() {
        ticks.shutdownNow();
    }
}
