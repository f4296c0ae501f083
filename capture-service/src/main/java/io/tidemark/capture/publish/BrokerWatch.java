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
    private boolean refusing;
    private long toldFailures;
    private volatile boolean away;

    BrokerWatch(Outbox outbox) {
        this.outbox = outbox;
    }

    void tick() {
        tellRefusals();
        outbox.retry();
        boolean nowAway = outbox.stalledNanos() > PATIENCE.toNanos();
        if (nowAway && !away) {
            LOG.warnf("broker does not acknowledge, waiting: pending_bytes=%d", outbox.pendingBytes());
        } else if (away && !nowAway) {
            LOG.infof("broker acknowledges again: pending_bytes=%d", outbox.pendingBytes());
        }
        away = nowAway;
    }

    /** A refusal needs a person (rights, limits of the topic): told once, until nothing waits any more. */
    private void tellRefusals() {
        long failures = outbox.failedBatches.sum();
        boolean nowRefusing = failures > toldFailures;
        if (nowRefusing && !refusing) {
            LOG.errorf("broker refuses batches, they go again until it takes them: reason=%s", outbox.lastFailure());
        }
        refusing = nowRefusing || refusing && outbox.stalledNanos() > 0;
        toldFailures = failures;
    }

    boolean away() {
        return away;
    }
}
