package io.tidemark.aggregator.intake;

import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.aggregator.grain.GrainLimits;
import io.tidemark.aggregator.memory.Memory;
import io.tidemark.aggregator.publish.Round;
import io.tidemark.aggregator.publish.SummaryWriter;
import io.tidemark.aggregator.window.CheckpointCodec;
import io.tidemark.aggregator.window.PartitionWindows;
import io.tidemark.aggregator.window.Tally;
import io.tidemark.aggregator.window.WindowLimits;
import io.tidemark.contract.window.WindowLength;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jboss.logging.Logger;

/** One partition of the flows, from records to what must be published. Plain Java, on the partition's worker. */
public final class FlowPartition {
    /** Commits at least this often while records come that close nothing. */
    private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();
    /** A quiet log counts as time gone by only past this: a record may be on its way from the broker. */
    private static final long QUIET_MILLIS = 2_000;

    private static final Logger LOG = Logger.getLogger(FlowPartition.class);

    private final int partition;
    private final WindowLimits limits;
    private final PartitionWindows windows;
    private final FlowReader reader;
    private final SummaryWriter writer;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final long endAtStart;

    /** What has closed and cannot be committed yet, as its state is too long. */
    private List<Round.Rows> rows = new ArrayList<>();

    private List<Round.Poison> poison = new ArrayList<>();

    private long heardNanos;
    private long heardMillis;
    private long commitNanos;
    private volatile long committed;
    private volatile int openWindows;
    private volatile long position;

    /**
     * @param start      where reading starts
     * @param metadata   of the committed offset; null or of another kind: nothing is known
     * @param endAtStart the log's end now; before it is reached, a pause in reading is no silence of the nodes
     * @param lookup     what addresses belonged to
     * @param memory     what all open windows of the process hold together
     * @param nanoTime   as System.nanoTime
     */
    public FlowPartition(
            int partition,
            long start,
            String metadata,
            long endAtStart,
            WindowLimits limits,
            GrainLimits grains,
            Lookup lookup,
            Tally tally,
            Memory memory,
            Clock clock,
            LongSupplier nanoTime) {
        this.partition = partition;
        this.limits = limits;
        this.endAtStart = endAtStart;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.reader = new FlowReader(partition);
        this.writer = new SummaryWriter(partition, lookup);
        this.windows = CheckpointCodec.decode(start, metadata)
                .filter(checkpoint -> checkpoint.position() <= endAtStart) // else the topic was made anew
                .map(checkpoint -> PartitionWindows.restored(checkpoint, limits, grains, tally, memory))
                .orElseGet(() -> new PartitionWindows(limits, grains, tally, memory));
        this.heardNanos = nanoTime.getAsLong();
        this.heardMillis = windows.logMillis();
        this.commitNanos = heardNanos;
        this.committed = windows.position();
        this.position = Math.max(start, committed);
    }

    /** Takes the next records of the log. Empty: nothing to tell yet. */
    public Optional<Round> take(List<ConsumerRecord<byte[], byte[]>> records) {
        heardNanos = nanoTime.getAsLong();
        for (var record : records) {
            var cause = reader.read(record.value());
            if (cause == null) {
                windows.add(record.offset(), record.timestamp(), reader.batch());
                continue;
            }
            if (!windows.wasRead(record.offset())) {
                poison.add(new Round.Poison(record, cause));
            }
            windows.skip(record.offset(), record.timestamp());
        }
        heardMillis = windows.logMillis();
        return round();
    }

    /** Called once a second or so. In a log that is silent too, closes what waits for nodes that are silent. */
    public Optional<Round> tick() {
        long quietMillis = (nanoTime.getAsLong() - heardNanos) / 1_000_000 - QUIET_MILLIS;
        if (quietMillis > 0 && windows.position() >= endAtStart) {
            windows.advance(heardMillis + quietMillis);
        }
        return round();
    }

    /** The partition is somebody else's; nothing may be taken after this. */
    void end() {
        windows.end();
    }

    /** The commit of this position has come through. Any thread. */
    void committed(long position) {
        committed = position;
    }

    /** Open windows now. Any thread. */
    int openWindows() {
        return openWindows;
    }

    /** The offset after the last record that was taken. Any thread. */
    long position() {
        return position;
    }

    private Optional<Round> round() {
        position = Math.max(position, windows.position());
        for (var window : windows.takeClosed()) {
            long closedAt = WindowLength.nanos(clock.instant());
            rows.add(new Round.Rows(window.group(), window.endNanos(), writer.write(window, closedAt)));
            windows.end(window);
        }
        openWindows = windows.openWindows();
        return commit(!rows.isEmpty() || !poison.isEmpty()).map(offset -> {
            var round = new Round(rows, poison, offset, windows.position());
            rows = new ArrayList<>();
            poison = new ArrayList<>();
            return round;
        });
    }

    private Optional<OffsetAndMetadata> commit(boolean something) {
        long now = nanoTime.getAsLong();
        boolean due = windows.position() != committed && now - commitNanos >= COMMIT_NANOS;
        if (windows.isRereading() || !something && !due) {
            return Optional.empty();
        }
        commitNanos = now;
        var checkpoint = windows.checkpoint();
        var metadata = CheckpointCodec.encode(checkpoint, CheckpointCodec.MAX_LENGTH, limits.allowedLatenessMillis());
        if (metadata.isEmpty()) {
            LOG.warnf(
                    "partition %d: the open windows' state is longer than offset metadata may be; nothing is published until it is not",
                    partition);
        }
        return metadata.map(text -> new OffsetAndMetadata(checkpoint.offset(), text));
    }
}
