package io.tidemark.cli.flows;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.metering.flow.Meter;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.record.WarmUp;
import io.tidemark.metering.source.FrameSource;
import io.tidemark.metering.source.Interface;
import io.tidemark.metering.source.LinkListener;
import io.tidemark.metering.source.LiveCapture;
import io.tidemark.metering.source.RingCapture;
import io.tidemark.metering.source.RingSettings;
import io.tidemark.metering.source.Selection;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Meters interfaces until it is interrupted, the time is over or enough packets have come. All that arrived before the end is
 * in the flows or in the ledger.
 */
final class LiveFlows {
    private static final int BATCH = 4096; // frames between two looks at the clock
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    private static final long GRACE = 300 * MILLI; // packets this old may still be on the way from the kernel
    private static final long REST = 100 * MILLI; // then clock and Ctrl-C are looked at
    private static final int BROKEN = 3;
    private static final int LIBPCAP_BUFFER = 32 << 20;

    private final Selection selection;
    private final RingSettings settings;
    private final Duration most;
    private final long mostPackets;
    private final PrintStream stderr;
    private final BooleanSupplier interrupted;

    /**
     * @param most        how long; null: for ever
     * @param mostPackets how many packets; 0: without end
     * @param interrupted says that Ctrl-C was pressed
     */
    LiveFlows(
            Selection selection,
            RingSettings settings,
            Duration most,
            long mostPackets,
            PrintStream stderr,
            BooleanSupplier interrupted) {
        this.selection = selection;
        this.settings = settings;
        this.most = most;
        this.mostPackets = mostPackets;
        this.stderr = stderr;
        this.interrupted = interrupted;
    }

    /**
     * Warms up, opens the interfaces and runs.
     *
     * @param sinks gives what takes the records of a source
     * @return the process's exit status
     * @throws IOException if an interface is not there or cannot be opened
     */
    int run(Settings metering, Function<FrameSource, CaptureOutput> sinks) throws IOException {
        selection.requireNames(Interface.list());
        WarmUp.run();
        try (FrameSource source = open()) {
            var meter = new Meter(metering, sinks.apply(source));
            int status = watch(source, meter);
            meter.finish(EndReason.END_REASON_FORCED);
            return status;
        }
    }

    private FrameSource open() throws IOException {
        if (RingCapture.isPossible()) {
            return RingCapture.open(selection, settings, new Told()).getFirst();
        }
        if (settings.sampling() > 1) {
            throw new IOException("--sampling needs Linux");
        }
        return LiveCapture.open(
                selection.require(Interface.list()), settings.filter(), settings.snapLength(), LIBPCAP_BUFFER);
    }

    private int watch(FrameSource source, Meter meter) {
        long end = most == null ? Long.MAX_VALUE : System.nanoTime() + most.toNanos();
        long left = mostPackets == 0 ? Long.MAX_VALUE : mostPackets;
        long nextDrops = 0;
        int status = 0;
        try {
            for (int frames = 0; frames != FrameSource.END && left > 0; ) {
                if (interrupted.getAsBoolean() || end - System.nanoTime() < 0) {
                    source.stop();
                }
                frames = source.poll(meter, (int) Math.min(BATCH, left));
                left -= Math.max(frames, 0);
                long now = System.currentTimeMillis() * MILLI;
                meter.advance(now - GRACE);
                if (now >= nextDrops) {
                    nextDrops = now + SECOND;
                    countKernelDrops(source, meter, now);
                }
                if (frames == 0) {
                    source.await(REST);
                }
            }
        } catch (IOException e) {
            stderr.println("tidemark flows: " + e.getMessage());
            status = BROKEN;
        }
        countKernelDrops(source, meter, System.currentTimeMillis() * MILLI);
        return status;
    }

    private static void countKernelDrops(FrameSource source, Meter meter, long now) {
        for (int point = 0; point < source.points().size(); point++) {
            long drops = source.takeKernelDrops(point);
            if (drops > 0) {
                meter.drop(Cause.KERNEL, point, now, drops, 0);
            }
        }
    }

    /** Tells on standard error what comes and goes. */
    private final class Told implements LinkListener {
        @Override
        public void opened(Interface link, long ringBytes) {
            stderr.println("tidemark flows: listening on " + link.name());
        }

        @Override
        public void closed(Interface link) {
            stderr.println("tidemark flows: " + link.name() + " is gone or down");
        }

        @Override
        public void refused(Interface link, String reason) {
            stderr.println("tidemark flows: " + link.name() + " is left out: " + reason);
        }

        @Override
        public void waiting(List<Interface> there) {
            stderr.println("tidemark flows: waiting for an interface that is up and matches "
                    + String.join(",", selection.wanted()) + "; there are: "
                    + there.stream().map(Interface::name).collect(Collectors.joining(", ")));
        }
    }
}
