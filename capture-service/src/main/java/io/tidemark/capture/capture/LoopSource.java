package io.tidemark.capture.capture;

import io.tidemark.metering.source.CaptureFile;
import io.tidemark.metering.source.FrameHandler;
import io.tidemark.metering.source.FrameSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/** A capture file over and over, each time re-stamped so that its first packet is now. Never ends unless the file is empty. */
final class LoopSource implements FrameSource {
    private final Path path;
    private final LongSupplier clock;
    private final Restamped restamped = new Restamped();
    private CaptureFile file;

    /** @param clock the time of day in ns since 1970 */
    LoopSource(Path path, LongSupplier clock) throws IOException {
        this.path = path;
        this.clock = clock;
        this.file = CaptureFile.open(path);
    }

    @Override
    public int poll(FrameHandler handler, int limit) throws IOException {
        restamped.handler = handler;
        int got = file.poll(restamped, limit);
        if (got != END) {
            return got;
        }
        if (!restamped.begun) {
            throw new IOException("%s holds no packet to loop over".formatted(path));
        }
        file.close();
        file = CaptureFile.open(path);
        restamped.begun = false;
        return 0;
    }

    @Override
    public List<Point> points() {
        return file.points();
    }

    @Override
    public long takeKernelDrops(int point) {
        return 0;
    }

    /** True: by their stamps, the frames happen now. */
    @Override
    public boolean live() {
        return true;
    }

    @Override
    public void close() {
        file.close();
    }

    private final class Restamped implements FrameHandler {
        private FrameHandler handler;
        private boolean begun;
        private long shift;

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
            if (!begun) {
                begun = true;
                shift = clock.getAsLong() - timeNanos;
            }
            handler.frame(point, linkType, timeNanos + shift, memory, at, captured, wire, way);
        }

        @Override
        public void settle() {
            handler.settle();
        }
    }
}
