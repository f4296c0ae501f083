package io.tidemark.capture.capture;

import io.tidemark.capture.publish.FlowPublisher;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.record.Domain;
import io.tidemark.metering.source.FrameSource;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
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

    private static final int LEAST_ROWS = 16;

    private static final Logger LOG = Logger.getLogger(Watch.class);

    private final Plan.Present plan;
    private final FlowPublisher publisher;
    private final Totals totals;
    private final FirstPacket firstPacket;
    private final LongSupplier clock = () -> WindowLength.nanos(Instant.now());
    private volatile boolean stopped;
    private volatile List<Observation> observations = List.of();

    Watch(Plan.Present plan, FlowPublisher publisher, Totals totals, FirstPacket firstPacket) {
        this.plan = plan;
        this.publisher = publisher;
        this.totals = totals;
        this.firstPacket = firstPacket;
    }

    @Override
    public int run() throws IOException, InterruptedException, ExecutionException {
        long epoch = clock.getAsLong();
        EarlyWarmUp.begin(); // where no Main has
        OptionalInt partitions = publisher.awaitPartitions(() -> stopped);
        if (partitions.isEmpty()) {
            return OK;
        }
        EarlyWarmUp.await();
        var sources = plan.open(clock);
        try (Filter filter = plan.ownFilter()) {
            LOG.infof("watching: node=%s source=%s filter='%s'", plan.node(), plan.told(), plan.filter());
            int rows = Math.max(LEAST_ROWS, plan.tableFlows() / sources.size());
            observations = Observation.of(
                    Domain.live(plan.node(), epoch, plan.window(), partitions.getAsInt()),
                    sources,
                    Settings.live(plan.window(), rows),
                    publisher.refusing(),
                    totals,
                    filter::before,
                    plan.sampling());
            watchAll(sources);
        } finally {
            sources.forEach(FrameSource::close);
            observations = List.of();
        }
        if (!publisher.awaitAcknowledged(publisher.shutdownTimeout())) {
            LOG.warnf("stopped before the broker acknowledged all: pending_bytes=%d", publisher.pendingBytes());
        }
        return OK;
    }

    /** The first worker is this thread. When one fails, all end: a node that sees half of its packets is none. */
    private void watchAll(List<FrameSource> sources) throws IOException, InterruptedException {
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var others = new ArrayList<Thread>();
        for (int i = 1; i < sources.size(); i++) {
            var observation = observations.get(i);
            others.add(Thread.ofPlatform().name("meter-" + (i + 1)).start(() -> watch(observation, failures)));
        }
        watch(observations.getFirst(), failures);
        for (Thread each : others) {
            each.join();
        }
        switch (failures.peek()) {
            case null -> {}
            case IOException e -> throw e;
            case Throwable e -> throw new IllegalStateException("a worker failed", e);
        }
    }

    private void watch(Observation opened, Queue<Throwable> failures) {
        try {
            try {
                untilEnd(opened);
            } finally {
                opened.finish(); // a source that broke down, too: what came before is good
            }
        } catch (IOException | RuntimeException | Error e) {
            failures.add(e);
            stopped = true;
        }
    }

    /** Told to stop, it goes on until all that had arrived is metered. */
    private void untilEnd(Observation opened) throws IOException {
        long nextTick = clock.getAsLong();
        for (int work = 0; work != FrameSource.END; work = opened.poll()) {
            if (work > 0) {
                firstPacket.handled();
            }
            if (stopped) {
                opened.stop();
            }
            long now = clock.getAsLong();
            if (now >= nextTick) {
                opened.advance(now, GRACE);
                opened.read();
                nextTick = now + TICK;
            } else if (work == 0) {
                opened.await(nextTick - now);
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
        var open = observations;
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Reading.sum(open.stream().map(Observation::reading).toList()));
    }
}
