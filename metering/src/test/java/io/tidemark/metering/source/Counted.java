package io.tidemark.metering.source;

import io.tidemark.metering.ledger.Cause;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts what a source gives. */
final class Counted implements FrameHandler {
    final Map<Integer, Long> byPoint = new TreeMap<>();
    final Map<Cause, Long> left = new EnumMap<>(Cause.class);
    long frames;
    long captured;
    long wire;
    long leftWire;

    @Override
    public void frame(
            int point, int linkType, long time, MemorySegment memory, long at, int length, int wireLength, int way) {
        byPoint.merge(point, 1L, Long::sum);
        frames++;
        captured += length;
        wire += wireLength;
    }

    @Override
    public void left(Cause cause, int point, long time, int wireLength) {
        left.merge(cause, 1L, Long::sum);
        leftWire += wireLength;
    }

    long left(Cause cause) {
        return left.getOrDefault(cause, 0L);
    }

    long all() {
        return frames + left(Cause.FILTERED) + left(Cause.NOT_SAMPLED);
    }
}
