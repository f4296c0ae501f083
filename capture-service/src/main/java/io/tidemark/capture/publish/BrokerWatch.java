package io.tidemark.capture.publish;

import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Says once that the broker is away and once that it is back. Away: something waits, and nothing has been acknowledged for
 * {@link #PATIENCE}. Ticked once a second; also the moment at which refused batches go again.
 */
final class BrokerWatch {
    /** An ordinary leader election is shorter. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(BrokerWatch.class);

    private final Outbox outbox;
    private volatile boolean away;

    BrokerWatch(Outbox outbox) {
        this.outbox = outbox;
    }

    void tick() {
        outbox.retry();
        boolean nowAway = outbox.stalledNanos() > PATIENCE.toNanos();
        if (nowAway && !away) {
            LOG.warnf(
                    "broker does not acknowledge, waiting: pending_bytes=%d refusals=%d",
                    outbox.pendingBytes(), outbox.failedBatches.sum());
        } else if (away && !nowAway) {
            LOG.infof("broker acknowledges again: pending_bytes=%d", outbox.pendingBytes());
        }
        away = nowAway;
    }

    boolean away() {
        return away;
    }
}
