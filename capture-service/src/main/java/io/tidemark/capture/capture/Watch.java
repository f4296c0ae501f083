package io.tidemark.capture.capture;

import io.tidemark.capture.publish.FlowPublisher;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.record.Domain;
import io.tidemark.metering.source.FrameSource;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Watches the present: interfaces, or a file in a loop that plays it. The clock cuts the windows, so that a quiet interface
 * marks them too. Told to stop, it cuts and sends what is open, says goodbye and waits for the broker a while.
 */
final class Watch implements Run {
    /** The clock moves this often; also how old a reading gets. */
    private static final long TICK = 100_000_000;

    /** A window is cut this long after its end: the kernel hands frames over in blocks, some of them 0.1 s late. */
    private static final long GRACE = 300_000_000;

    private static final Logger LOG = Logger.getLogger(Watch.class);

    private final Plan.Present plan;
    private final FlowPublisher publisher;
    private final Totals totals;
    private final FirstPacket firstPacket;
    private final LongSupplier clock = () -> WindowLength.nanos(Instant.now());
    private volatile boolean stopped;
    private volatile Observation observation;

    Watch(Plan.Present plan, FlowPublisher publisher, Totals totals, FirstPacket firstPacket) {
        this.plan = plan;
        this.publisher = publisher;
        this.totals = totals;
        this.firstPacket = firstPacket;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        long epoch = clock.getAsLong();
        OptionalInt partitions = publisher.awaitPartitions(() -> stopped);
        if (partitions.isEmpty()) {
            return OK;
        }
        try (FrameSource source = plan.open(clock);
                Filter filter = plan.ownFilter()) {
            LOG.infof("watching: node=%s source=%s filter='%s'", plan.node(), plan.told(), plan.filter());
            var domain = Domain.live(plan.node(), epoch, plan.window(), partitions.getAsInt());
            watch(new Observation(
                    domain,
                    source,
                    Settings.live(plan.window(), plan.tableFlows()),
                    publisher.refusing(),
                    totals,
                    filter::before));
        } finally {
            observation = null;
        }
        if (!publisher.awaitAcknowledged(publisher.shutdownTimeout())) {
            LOG.warnf("stopped before the broker acknowledged all: pending_bytes=%d", publisher.pendingBytes());
        }
        return OK;
    }

    private void watch(Observation opened) throws IOException {
        observation = opened;
        try {
            untilStopped(opened);
        } finally {
            opened.finish(); // a source that broke down, too: what came before is good
        }
    }

    private void untilStopped(Observation opened) throws IOException {
        var idling = new Idling();
        long nextTick = clock.getAsLong();
        while (!stopped) {
            int work = opened.poll();
            if (work > 0) {
                firstPacket.handled();
            }
            idling.idle(work);
            long now = clock.getAsLong();
            if (now >= nextTick) {
                opened.advance(now, GRACE);
                opened.read();
                nextTick = now + TICK;
            }
        }
        opened.advance(clock.getAsLong(), GRACE);
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public Optional<Reading> reading() {
        return Optional.ofNullable(observation).map(Observation::reading);
    }
}
