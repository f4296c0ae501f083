package io.tidemark.capture.capture;

import io.tidemark.capture.publish.FlowPublisher;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.record.Domain;
import io.tidemark.metering.source.CaptureFile;
import io.tidemark.metering.source.FrameSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jboss.logging.Logger;

/**
 * Replays capture files, one after the other, each an observation domain of its own. Packet time alone cuts the windows, so
 * a file makes the same batches at every replay, at any speed; that is why one that is told to stop sends nothing more: the
 * next replay sends it all, and what was sent before counts once.
 */
final class Replay implements Run {
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);
    private static final long TICK = 100_000_000; // ns
    private static final Logger LOG = Logger.getLogger(Replay.class);

    private final Plan.Files plan;
    private final FlowPublisher publisher;
    private final Totals totals;
    private final FirstPacket firstPacket;
    private volatile boolean stopped;
    private volatile Observation observation;

    Replay(Plan.Files plan, FlowPublisher publisher, Totals totals, FirstPacket firstPacket) {
        this.plan = plan;
        this.publisher = publisher;
        this.totals = totals;
        this.firstPacket = firstPacket;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        EarlyWarmUp.stop();
        OptionalInt partitions = publisher.awaitPartitions(() -> stopped);
        if (partitions.isEmpty()) {
            return OK;
        }
        int code = OK;
        for (Path file : plan.files()) {
            if (!stopped && !replay(file, partitions.getAsInt())) {
                code = BROKEN_FILE;
            }
        }
        if (!stopped) {
            publisher.awaitAcknowledged(FOR_EVER);
        }
        return code;
    }

    /** False: the file is broken; what was good of it has been sent. */
    private boolean replay(Path path, int partitions) throws IOException {
        try (CaptureFile file = CaptureFile.open(path);
                Filter filter = new Filter(plan.filter())) {
            var opened = new Observation(
                    Domain.file(file, plan.window(), plan.filter(), partitions),
                    paced(file),
                    Settings.file(plan.window()),
                    publisher.waiting(),
                    totals,
                    filter::before);
            observation = opened;
            var progress = new Progress(path, file::share, publisher);
            boolean whole = untilEnd(path, opened, progress);
            if (!stopped) {
                opened.finish();
                progress.end(opened.reading());
            }
            return whole;
        } finally {
            observation = null;
        }
    }

    private FrameSource paced(CaptureFile file) {
        return switch (plan.pace()) {
            case RECORDED -> new PacedSource(file, System::nanoTime);
            case MAX -> file;
        };
    }

    private boolean untilEnd(Path path, Observation opened, Progress progress) {
        var idling = new Idling();
        long nextTick = System.nanoTime();
        try {
            for (int work = 0; !stopped && work != FrameSource.END; work = opened.poll()) {
                if (work > 0) {
                    firstPacket.handled();
                }
                idling.idle(work);
                if (System.nanoTime() - nextTick >= 0) {
                    opened.read();
                    progress.tick(opened.reading());
                    nextTick = System.nanoTime() + TICK;
                }
            }
            return true;
        } catch (IOException e) {
            LOG.errorf("capture file is broken, its good part is sent: file=%s reason=%s", path, e.getMessage());
            return false;
        }
    }

    @Override
    public void stop() {
        stopped = true;
        publisher.close();
    }

    @Override
    public Optional<Reading> reading() {
        return Optional.ofNullable(observation).map(Observation::reading);
    }
}
