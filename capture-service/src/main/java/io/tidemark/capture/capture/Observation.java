package io.tidemark.capture.capture;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.metering.flow.FlowRecord;
import io.tidemark.metering.flow.FlowSink;
import io.tidemark.metering.flow.Meter;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.ledger.Ledger;
import io.tidemark.metering.record.BatchSink;
import io.tidemark.metering.record.Domain;
import io.tidemark.metering.record.FlowBatchEncoder;
import io.tidemark.metering.record.Joint;
import io.tidemark.metering.source.FrameHandler;
import io.tidemark.metering.source.FrameSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One observation domain at work: a source, its meter, the encoder behind it. A duty cycle of one thread; what others may
 * know of it is in {@link #reading()}.
 */
final class Observation {
    private static final int FRAMES_A_TURN = 4096;

    private final Domain domain;
    private final FrameSource source;
    private final Meter meter;
    private final FrameHandler frames;
    private long frameCount;
    private long packetTime = Long.MIN_VALUE;
    private volatile Reading reading;

    /**
     * @param sink   takes the encoded batches, on this thread
     * @param totals counts what the windows' ledgers say when they are cut
     * @param filter gives who takes the frames before the meter; {@code meter -> meter} for none
     */
    Observation(
            Domain domain,
            FrameSource source,
            Settings settings,
            BatchSink sink,
            Totals totals,
            Function<Meter, FrameHandler> filter) {
        this(domain, source, settings, new Tallied(new FlowBatchEncoder(domain, source::points, sink), totals), filter);
    }

    private Observation(
            Domain domain,
            FrameSource source,
            Settings settings,
            FlowSink records,
            Function<Meter, FrameHandler> filter) {
        this.domain = domain;
        this.source = source;
        this.meter = new Meter(settings, records);
        this.frames = new Noted(filter.apply(meter));
        this.reading = new Reading(domain, 0, packetTime, 0, List.of());
    }

    /**
     * One domain at work on several threads: each source has a meter of its own, behind them is one encoder.
     *
     * @param sources  of the same points; each is polled by the thread of its observation
     * @param settings of each meter
     * @param sampling one of so many packets is metered
     */
    static List<Observation> of(
            Domain domain,
            List<FrameSource> sources,
            Settings settings,
            BatchSink sink,
            Totals totals,
            Function<Meter, FrameHandler> filter,
            int sampling) {
        var encoder = new FlowBatchEncoder(domain, sources.getFirst()::points, sink, sampling);
        var tallied = new Tallied(encoder, totals);
        if (sources.size() == 1) {
            return List.of(new Observation(domain, sources.getFirst(), settings, tallied, filter));
        }
        var joint = new Joint(tallied, sources.size());
        var observations = new ArrayList<Observation>();
        for (int i = 0; i < sources.size(); i++) {
            observations.add(new Observation(domain, sources.get(i), settings, joint.worker(i), filter));
        }
        return observations;
    }

    /** The source takes no more; see {@link FrameSource#stop}. Any thread may call it. */
    void stop() {
        source.stop();
    }

    /** Waits until there may be frames, no longer than this. */
    void await(long nanos) {
        source.await(nanos);
    }

    /** Meters the frames that are there, some hundred at most. As {@link FrameSource#poll}. */
    int poll() throws IOException {
        return source.poll(frames, FRAMES_A_TURN);
    }

    /** The clock stands here: what the kernel dropped is counted, windows that ended a while ago are cut. Live only. */
    void advance(long nowNanos, long graceNanos) {
        for (int point = 0; point < source.points().size(); point++) {
            long drops = source.takeKernelDrops(point);
            if (drops > 0) {
                meter.drop(Cause.KERNEL, point, nowNanos, drops, 0);
            }
        }
        meter.advance(nowNanos - graceNanos);
    }

    /** The domain says goodbye: all that is open is cut and sent. */
    void finish() {
        meter.finish(EndReason.END_REASON_FORCED);
        read();
    }

    /** Takes a new reading. */
    void read() {
        var points = new ArrayList<Reading.Point>();
        var names = source.points();
        for (int i = 0; i < meter.points(); i++) {
            Ledger total = meter.total(i);
            points.add(new Reading.Point(
                    names.get(i).name(),
                    total.receivedPackets(),
                    total.receivedBytes(),
                    total.meteredPackets(),
                    total.meteredBytes()));
        }
        reading = new Reading(domain, frameCount, packetTime, meter.activeFlows(), List.copyOf(points));
    }

    /** The newest reading; any thread may ask. */
    Reading reading() {
        return reading;
    }

    /** Notes how many frames came and when the newest was captured. */
    private final class Noted implements FrameHandler {
        private final FrameHandler next;

        Noted(FrameHandler next) {
            this.next = next;
        }

        @Override
        public void frame(
                int point,
                int linkType,
                long timeNanos,
                MemorySegment memory,
                long at,
                int captured,
                int wire,
                int way) {
            frameCount++;
            packetTime = timeNanos;
            next.frame(point, linkType, timeNanos, memory, at, captured, wire, way);
        }

        @Override
        public void left(Cause cause, int point, long timeNanos, int wire) {
            frameCount++;
            packetTime = timeNanos;
            next.left(cause, point, timeNanos, wire);
        }

        @Override
        public void settle() {
            next.settle();
        }
    }

    /** Adds up a window's ledgers after the encoder has settled them: what found no room is then under its cause. */
    private static final class Tallied implements FlowSink {
        private final FlowSink next;
        private final Totals totals;

        Tallied(FlowSink next, Totals totals) {
            this.next = next;
            this.totals = totals;
        }

        @Override
        public void flow(FlowRecord flow) {
            next.flow(flow);
        }

        @Override
        public void windowEnd(long windowStart, List<Ledger> ledgers) {
            next.windowEnd(windowStart, ledgers);
            for (Ledger ledger : ledgers) {
                if (ledger != null) {
                    totals.add(ledger);
                }
            }
        }

        @Override
        public void end() {
            next.end();
        }
    }
}
