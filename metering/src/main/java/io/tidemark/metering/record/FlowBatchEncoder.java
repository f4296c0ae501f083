package io.tidemark.metering.record;

import io.tidemark.contract.flow.Drop;
import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.flow.Marker;
import io.tidemark.contract.topic.Partitions;
import io.tidemark.metering.flow.FlowRecord;
import io.tidemark.metering.flow.FlowSink;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.ledger.Ledger;
import io.tidemark.metering.source.FrameSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Encodes records as {@code FlowBatch} messages: one growing batch a partition, sent when it is full, when a record of another
 * window comes, or when its window ends. At a window's end every partition gets its marker; the node's ledger partition gets
 * it last, so that all that was refused is in the ledgers. The same records make the same bytes with the same sequence numbers.
 */
public final class FlowBatchEncoder implements FlowSink {
    /** Flows in a full batch: some 40 kB, far below Kafka's limit of 1 MB for a message. */
    public static final int FULL = 400;

    private final Domain domain;
    private final Supplier<List<FrameSource.Point>> points;
    private final BatchSink sink;
    private final PartitionBatch[] partitions;
    private final int ledgerPartition;
    private final List<WindowSums> windows = new ArrayList<>();
    private long lastWindow;

    /**
     * @param points the observation points so far, as {@link FrameSource#points} gives them
     * @param sink   takes the batches on the same thread
     */
    public FlowBatchEncoder(Domain domain, Supplier<List<FrameSource.Point>> points, BatchSink sink) {
        this(domain, points, sink, 1);
    }

    /** @param sampling one of so many packets is metered; 1: all. Each flow says so; its counts are as observed */
    public FlowBatchEncoder(Domain domain, Supplier<List<FrameSource.Point>> points, BatchSink sink, int sampling) {
        this.domain = domain;
        this.points = points;
        this.sink = sink;
        partitions = new PartitionBatch[domain.partitions()];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = new PartitionBatch(i, sampling);
        }
        ledgerPartition = Partitions.ofNode(domain.node(), partitions.length);
    }

    @Override
    public void flow(FlowRecord flow) {
        PartitionBatch batch = partitions[Partitions.ofHash(flow.hash(), partitions.length)];
        if (batch.flows() > 0 && batch.window != flow.windowStart() || batch.flows() == FULL) {
            send(batch);
        }
        batch.add(flow);
    }

    /** A batch of nothing but flows; the sink may refuse it. */
    private void send(PartitionBatch batch) {
        int flows = batch.flows();
        WindowSums sums = sums(batch.window);
        if (sink.flows(batch.partition, bytes(batch), flows)) {
            sums.sent(batch);
            batch.sequence++;
        } else {
            sums.refused(batch);
        }
        batch.clear();
    }

    @Override
    public void windowEnd(long windowStart, List<Ledger> ledgers) {
        WindowSums sums = sums(windowStart);
        for (PartitionBatch batch : partitions) {
            if (batch.partition != ledgerPartition) {
                mark(batch, windowStart, sums, List.of(), false);
            }
        }
        sums.moveRefused(ledgers);
        mark(partitions[ledgerPartition], windowStart, sums, ledgers, false);
        windows.remove(sums);
        lastWindow = windowStart;
    }

    @Override
    public void end() {
        WindowSums nothing = new WindowSums(lastWindow, partitions.length);
        for (PartitionBatch batch : partitions) {
            mark(batch, lastWindow, nothing, List.of(), true);
        }
    }

    private void mark(PartitionBatch batch, long window, WindowSums sums, List<Ledger> ledgers, boolean goodbye) {
        if (batch.flows() > 0 && batch.window != window) {
            send(batch);
        }
        batch.window = window;
        sums.sent(batch);
        Marker marker = batch.message.getMutableMarker();
        sums.mark(batch.partition, marker);
        for (int point = 0; point < ledgers.size(); point++) {
            if (ledgers.get(point) != null) {
                encode(point, ledgers.get(point), marker.getMutableLedgers().next());
            }
        }
        if (goodbye) {
            marker.setGoodbye(true);
        }
        sink.marker(batch.partition, bytes(batch), batch.flows());
        batch.sequence++;
        batch.clear();
    }

    private byte[] bytes(PartitionBatch batch) {
        FlowBatch message = batch.message;
        message.setNode(domain.node());
        message.setEpoch(domain.epoch());
        message.setPartition(batch.partition);
        message.setSequence(batch.sequence);
        message.setWindowStartNs(batch.window);
        message.setWindowLengthNs(domain.window().nanos());
        message.setWindowGroup(domain.group());
        for (FrameSource.Point point : points.get()) {
            message.getMutablePoints().next().setName(point.name()).setIndex(point.index());
        }
        return batch.written.followedBy(message.toByteArray());
    }

    private static void encode(int point, Ledger from, io.tidemark.contract.flow.Ledger to) {
        to.setPoint(point);
        to.setReceivedPackets(from.receivedPackets());
        to.setReceivedBytes(from.receivedBytes());
        to.setMeteredPackets(from.meteredPackets());
        to.setMeteredBytes(from.meteredBytes());
        for (Cause cause : Cause.values()) {
            if (from.droppedPackets(cause) != 0) {
                Drop drop = to.getMutableDrops().next();
                drop.setCause(cause.label())
                        .setPackets(from.droppedPackets(cause))
                        .setBytes(from.droppedBytes(cause));
            }
        }
    }

    /** Few windows are open at a time: the last is the one that is asked for, nearly always. */
    private WindowSums sums(long window) {
        for (int i = windows.size() - 1; i >= 0; i--) {
            if (windows.get(i).window == window) {
                return windows.get(i);
            }
        }
        var sums = new WindowSums(window, partitions.length);
        windows.add(sums);
        return sums;
    }

    /** The batch of a partition that grows, and its sums for the marker. */
    static final class PartitionBatch {
        final int partition;
        private final int sampling;
        final FlowWriter written = new FlowWriter();
        final FlowBatch message = FlowBatch.newInstance(); // all but its flows
        final List<long[]> pointSums = new ArrayList<>(); // packets and frame bytes of each point, for refusals
        long window;
        long sequence;
        long packets;
        long bytes;
        long frameBytes;

        PartitionBatch(int partition, int sampling) {
            this.partition = partition;
            this.sampling = sampling;
        }

        int flows() {
            return written.flows();
        }

        void add(FlowRecord flow) {
            window = flow.windowStart();
            written.write(flow, sampling);
            long flowPackets = flow.packets(FlowRecord.FORWARD) + flow.packets(FlowRecord.REVERSE);
            long flowFrameBytes = flow.frameBytes(FlowRecord.FORWARD) + flow.frameBytes(FlowRecord.REVERSE);
            packets += flowPackets;
            bytes += flow.bytes(FlowRecord.FORWARD) + flow.bytes(FlowRecord.REVERSE);
            frameBytes += flowFrameBytes;
            long[] point = point(flow.point());
            point[0] += flowPackets;
            point[1] += flowFrameBytes;
        }

        private long[] point(int point) {
            while (pointSums.size() <= point) {
                pointSums.add(new long[2]);
            }
            return pointSums.get(point);
        }

        void clear() {
            written.clear();
            message.clearQuick();
            packets = 0;
            bytes = 0;
            frameBytes = 0;
            pointSums.clear();
        }
    }

    /** What was sent and refused of a window since its last marker. */
    private static final class WindowSums {
        private static final int FLOWS = 0;
        private static final int PACKETS = 1;
        private static final int BYTES = 2;
        private static final int FRAME_BYTES = 3;
        private static final int LONGS = 4;

        final long window;
        private final long[] sent;
        private final List<long[]> refused = new ArrayList<>();

        WindowSums(long window, int partitions) {
            this.window = window;
            sent = new long[partitions * LONGS];
        }

        void sent(PartitionBatch batch) {
            int at = batch.partition * LONGS;
            sent[at + FLOWS] += batch.flows();
            sent[at + PACKETS] += batch.packets;
            sent[at + BYTES] += batch.bytes;
            sent[at + FRAME_BYTES] += batch.frameBytes;
        }

        void refused(PartitionBatch batch) {
            while (refused.size() < batch.pointSums.size()) {
                refused.add(new long[2]);
            }
            for (int point = 0; point < batch.pointSums.size(); point++) {
                refused.get(point)[0] += batch.pointSums.get(point)[0];
                refused.get(point)[1] += batch.pointSums.get(point)[1];
            }
        }

        /** Refused packets were metered before their window ended, so their points have ledgers. */
        void moveRefused(List<Ledger> ledgers) {
            for (int point = 0; point < refused.size(); point++) {
                long[] lost = refused.get(point);
                if (lost[0] > 0) {
                    ledgers.get(point).lost(Cause.PUBLISH_FULL, lost[0], lost[1]);
                }
            }
        }

        void mark(int partition, Marker marker) {
            int at = partition * LONGS;
            marker.setFlows(sent[at + FLOWS]);
            marker.setPackets(sent[at + PACKETS]);
            marker.setBytes(sent[at + BYTES]);
            marker.setFrameBytes(sent[at + FRAME_BYTES]);
        }
    }
}
