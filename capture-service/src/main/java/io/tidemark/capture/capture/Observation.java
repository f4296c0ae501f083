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
    private static final int FRAMES_A_TURN = 256;

    private final Domain domain;
    private final FrameSource source;
    private final Totals totals;
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
        this.domain = domain;
        this.source = source;
        this.totals = totals;
        this.meter = new Meter(settings, new Tallied(new FlowBatchEncoder(domain, source::points, sink)));
        this.frames = new Noted(filter.apply(meter));
        this.reading = new Reading(domain, 0, packetTime, 0, List.of());
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
                int point, int linkType, long timeNanos, MemorySegment memory, long at, int captured, int wire) {
            frameCount++;
            packetTime = timeNanos;
            next.frame(point, linkType, timeNanos, memory, at, captured, wire);
        }
    }

    /** Adds up a window's ledgers after the encoder has settled them: what found no room is then under its cause. */
    private final class Tallied implements FlowSink {
        private final FlowSink next;

        Tallied(FlowSink next) {
            this.next = next;
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
