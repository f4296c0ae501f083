package io.tidemark.capture.capture;

import io.tidemark.capture.publish.FlowPublisher;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.record.BatchSink;
import io.tidemark.metering.record.Domain;
import io.tidemark.metering.source.FrameSource;
import io.tidemark.metering.source.MadeUpRing;
import java.io.IOException;
import java.net.NetworkInterface;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The rehearsal that an AOT cache is made from (JEP 514, 515): meters made-up packets, opens the loopback interface where that
 * is allowed, asks the broker where there is one, and sends nothing. What was loaded and compiled here is there at once in a
 * real start.
 */
final class Training implements Run {
    private static final long METERED = Duration.ofSeconds(2).toNanos();
    private static final long WATCHED = Duration.ofMillis(300).toNanos();
    private static final long TICK = 100_000_000; // ns
    private static final long BEHIND = Duration.ofSeconds(20).toNanos(); // two rounds of the ring
    private static final int PARTITIONS = 12;
    private static final Logger LOG = Logger.getLogger(Training.class);

    private final Plan.Training plan;
    private final FlowPublisher publisher;
    private final LongSupplier clock = () -> WindowLength.nanos(Instant.now());
    private volatile boolean stopped;

    Training(Plan.Training plan, FlowPublisher publisher) {
        this.plan = plan;
        this.publisher = publisher;
    }

    @Override
    public int run() throws IOException, InterruptedException, ExecutionException {
        LOG.info("training: nothing is captured, nothing is sent");
        var asking = Thread.ofPlatform().name("training-broker").start(this::askBroker);
        EarlyWarmUp.await(); // as every start does
        try (var frames = new MadeUpRing(clock.getAsLong(), 0, 0)) {
            observe(frames, METERED, () -> frames.timeNanos() - BEHIND);
        }
        watchLoopback();
        asking.join();
        LOG.info("trained");
        return OK;
    }

    private void observe(FrameSource source, long nanos, LongSupplier clock) throws IOException {
        var domain = Domain.live("training", clock.getAsLong(), plan.window(), PARTITIONS);
        var settings = Settings.live(plan.window(), plan.tableFlows());
        var observation = new Observation(domain, source, settings, new Nowhere(), new Totals(), meter -> meter);
        long end = System.nanoTime() + nanos;
        long nextTick = System.nanoTime();
        var idling = new Idling();
        while (!stopped && System.nanoTime() - end < 0) {
            idling.idle(observation.poll());
            if (System.nanoTime() - nextTick >= 0) {
                observation.advance(clock.getAsLong(), 0);
                observation.read();
                nextTick += TICK;
            }
        }
        observation.finish();
    }

    private void watchLoopback() {
        try {
            var names = NetworkInterface.networkInterfaces()
                    .filter(Training::isLoopback)
                    .map(NetworkInterface::getName)
                    .toList();
            try (var source = plan.live(names).open(clock).getFirst()) {
                observe(source, WATCHED, clock);
            }
        } catch (IOException | UnsatisfiedLinkError e) {
            LOG.infof("training goes on without live capture: reason=%s", e.getMessage());
        }
    }

    private static boolean isLoopback(NetworkInterface candidate) {
        try {
            return candidate.isLoopback();
        } catch (IOException e) {
            return false; // it went away
        }
    }

    private void askBroker() {
        long end = System.nanoTime() + METERED;
        try {
            publisher.awaitPartitions(() -> stopped || System.nanoTime() - end > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    /** Never anything: nobody shall take the rehearsal for traffic. */
    @Override
    public Optional<Reading> reading() {
        return Optional.empty();
    }

    /** Takes batches and forgets them. */
    private static final class Nowhere implements BatchSink {
        @Override
        public boolean flows(int partition, byte[] batch, int flows) {
            return true;
        }

        @Override
        public void marker(int partition, byte[] batch, int flows) {
            // nobody waits for it
        }
    }
}
