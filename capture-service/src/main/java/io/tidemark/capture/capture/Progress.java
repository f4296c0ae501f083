package io.tidemark.capture.capture;

import io.tidemark.capture.publish.FlowPublisher;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Tells how far the replay of a file has come, every five seconds, and what it came to. The meter's thread calls it. */
final class Progress {
    private static final long PERIOD = 5_000_000_000L; // ns
    private static final Logger LOG = Logger.getLogger(Progress.class);

    private final Path path;
    private final DoubleSupplier share;
    private final LongSupplier flows;
    private final long began = System.nanoTime();
    private final long flowsBefore;

    private long told = began;
    private long toldFrames;
    private long toldFlows;

    /** @param share of the file that has been read, 0 to 1; NaN: unknown */
    Progress(Path path, DoubleSupplier share, FlowPublisher publisher) {
        this.path = path;
        this.share = share;
        this.flows = publisher::exportedFlows;
        this.flowsBefore = flows.getAsLong();
        this.toldFlows = flowsBefore;
    }

    void tick(Reading reading) {
        long now = System.nanoTime();
        if (now - told < PERIOD) {
            return;
        }
        double seconds = (now - told) / 1e9;
        LOG.infof(
                "replaying: file=%s percent=%s packets_per_second=%.0f flows_per_second=%.0f",
                path.getFileName(),
                percent(),
                (reading.frames() - toldFrames) / seconds,
                (flows.getAsLong() - toldFlows) / seconds);
        told = now;
        toldFrames = reading.frames();
        toldFlows = flows.getAsLong();
    }

    void end(Reading reading) {
        double seconds = Math.max((System.nanoTime() - began) / 1e9, 1e-3);
        long exported = flows.getAsLong() - flowsBefore;
        LOG.infof(
                "replayed: file=%s packets=%d flows=%d seconds=%.1f packets_per_second=%.0f flows_per_second=%.0f",
                path.getFileName(),
                reading.frames(),
                exported,
                seconds,
                reading.frames() / seconds,
                exported / seconds);
    }

    private String percent() {
        double read = share.getAsDouble();
        return Double.isNaN(read) ? "unknown" : String.format(Locale.ROOT, "%.1f", 100 * read);
    }
}
