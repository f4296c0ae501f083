package io.tidemark.metering.source;

import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.memory.Memory;
import java.lang.foreign.MemorySegment;

/**
 * Reads the frames of a ring where they lie, block after block, and gives each block back to the kernel once its last frame has
 * been handled. One thread. Nothing is copied, allocated or asked of the kernel.
 */
final class RingReader {
    private static final long SECOND = 1_000_000_000L;
    private static final int AHEAD = 1024; // bytes
    private static final int CACHE_LINE = 64;

    private final MemorySegment ring;
    private final long base; // its address; what the kernel says of frames is within it
    private final long lastTouch; // from its beginning
    private final int blockBytes;
    private final int blocks;
    private final int point;
    private final int linkType;

    private int current; // block that is read, or comes next
    private int left; // frames of it that are not read yet
    private long frame; // where the next of them is
    private long frames;
    private int touched; // keeps the compiler from leaving the touch out

    /** @param point the frames' observation point */
    RingReader(MemorySegment ring, int blockBytes, int point, int linkType) {
        this.ring = ring;
        this.base = ring.address();
        this.lastTouch = ring.byteSize() - 3 * CACHE_LINE;
        this.blockBytes = blockBytes;
        this.blocks = (int) (ring.byteSize() / blockBytes);
        this.point = point;
        this.linkType = linkType;
    }

    /** As {@link FrameSource#poll}; never waits, and says 0 when the kernel has handed over nothing. */
    int poll(FrameHandler handler, int limit) {
        int count = 0;
        while (count < limit && (left > 0 || next())) {
            int now = Math.min(left, limit - count);
            read(handler, now);
            count += now;
            left -= now;
            if (left == 0) {
                handler.settle();
                RingLayout.giveBack(ring, block());
                current = current + 1 == blocks ? 0 : current + 1;
            }
        }
        handler.settle();
        frames += count;
        return count;
    }

    /** Frames that were handled since the start. */
    long frames() {
        return frames;
    }

    private long block() {
        return (long) current * blockBytes;
    }

    private boolean next() {
        long block = block();
        if (!RingLayout.isOurs(ring, block)) {
            return false;
        }
        left = ring.get(RingLayout.U32, block + RingLayout.BLOCK_FRAMES);
        frame = block + ring.get(RingLayout.U32, block + RingLayout.BLOCK_FIRST);
        return true;
    }

    /**
     * The memory was written by another processor, and a frame's first touch waits for it. Frames lie one behind the other, so
     * what comes {@link #AHEAD} of this one is touched before it is known where a frame begins there.
     */
    private void read(FrameHandler handler, int count) {
        long at = frame;
        int sum = 0;
        for (int i = 0; i < count; i++) {
            long ahead = base + Math.min(at + AHEAD, lastTouch);
            sum += Memory.getInt(ahead, 0) + Memory.getInt(ahead, CACHE_LINE) + Memory.getInt(ahead, 2 * CACHE_LINE);
            long next = at + Memory.getInt(base + at, RingLayout.NEXT);
            frame(handler, at);
            at = next;
        }
        frame = at;
        touched += sum;
    }

    private void frame(FrameHandler handler, long header) {
        long address = base + header;
        long time = (Memory.getInt(address, RingLayout.SECONDS) & 0xFFFFFFFFL) * SECOND
                + Memory.getInt(address, RingLayout.NANOS);
        long at = header + Short.toUnsignedInt(Memory.getShort(address, RingLayout.MAC));
        int captured = Memory.getInt(address, RingLayout.CAPTURED);
        int wire = Memory.getInt(address, RingLayout.WIRE);
        int way = Memory.getByte(address, RingLayout.PACKET_TYPE) == RingLayout.OUTGOING ? Way.EGRESS : Way.INGRESS;
        boolean tagged = (Memory.getInt(address, RingLayout.STATUS) & RingLayout.VLAN) != 0;
        if (captured <= SocketFilter.LONGEST_MARK && captured < wire) {
            Cause cause = captured == SocketFilter.UNWANTED ? Cause.FILTERED : Cause.NOT_SAMPLED;
            handler.left(cause, point, time, tagged ? wire + RingLayout.TAG : wire);
        } else if (tagged) {
            handler.frame(
                    point,
                    linkType,
                    time,
                    ring,
                    RingLayout.restoreTag(ring, header, at),
                    captured + RingLayout.TAG,
                    wire + RingLayout.TAG,
                    way);
        } else {
            handler.frame(point, linkType, time, ring, at, captured, wire, way);
        }
    }
}
