package io.tidemark.capture.capture;

import io.tidemark.metering.source.FrameHandler;
import io.tidemark.metering.source.FrameSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Gives a file's frames when they are due: as long after the first one as they were recorded after it. Who was kept waiting
 * gets all that is due at once; a frame that is older than one before it is due with that one. Never waits itself: while
 * the next frame is not due, {@link #poll} says 0.
 *
 * <p>A frame is due only once it has been read, so one frame is kept aside, copied.
 */
final class PacedSource implements FrameSource {
    private static final long LONGEST_REST = 2_000_000; // ns: so late a frame may be

    private final FrameSource source;
    private final LongSupplier nanoTime;
    private final Held held = new Held();
    private FrameHandler handler;

    private volatile boolean stopped;
    private boolean begun;
    private long firstPacket;
    private long firstDue;

    /** @param nanoTime a clock as {@link System#nanoTime}; starts to count at the first frame */
    PacedSource(FrameSource source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    @Override
    public int poll(FrameHandler handler, int limit) throws IOException {
        this.handler = handler;
        if (stopped) {
            return END;
        }
        int given = 0;
        while (given < limit) {
            if (!held.full) {
                int got = source.poll(held, 1);
                if (got <= 0) {
                    return given > 0 ? given : got;
                }
            } else if (!held.giveIfDue()) {
                return given;
            }
            given += held.full ? 0 : 1;
        }
        return given;
    }

    private boolean due(long timeNanos) {
        if (!begun) {
            begun = true;
            firstPacket = timeNanos;
            firstDue = nanoTime.getAsLong();
        }
        return nanoTime.getAsLong() - firstDue >= timeNanos - firstPacket;
    }

    /** What is not due yet never comes. */
    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void await(long nanos) {
        LockSupport.parkNanos(Math.min(nanos, LONGEST_REST));
    }

    @Override
    public List<Point> points() {
        return source.points();
    }

    @Override
    public long takeKernelDrops(int point) {
        return source.takeKernelDrops(point);
    }

    @Override
    public boolean live() {
        return source.live();
    }

    @Override
    public void close() {
        source.close();
    }

    /** The frame that is not due yet. Takes frames from the source, passes on those that are due. */
    private final class Held implements FrameHandler {
        private static final int USUAL_BYTES = 1 << 16;

        private boolean full;
        private int point;
        private int linkType;
        private long timeNanos;
        private int captured;
        private int wire;
        private int way;
        private MemorySegment copy = MemorySegment.ofArray(new byte[USUAL_BYTES]);

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
            if (due(timeNanos)) {
                handler.frame(point, linkType, timeNanos, memory, at, captured, wire, way);
                return;
            }
            if (captured > copy.byteSize()) {
                copy = MemorySegment.ofArray(new byte[captured]);
            }
            MemorySegment.copy(memory, at, copy, 0, captured);
            this.point = point;
            this.linkType = linkType;
            this.timeNanos = timeNanos;
            this.captured = captured;
            this.wire = wire;
            this.way = way;
            full = true;
        }

        boolean giveIfDue() {
            if (!due(timeNanos)) {
                return false;
            }
            full = false;
            handler.frame(point, linkType, timeNanos, copy, 0, captured, wire, way);
            handler.settle(); // the next one is copied there
            return true;
        }

        @Override
        public void settle() {
            handler.settle();
        }
    }
}
