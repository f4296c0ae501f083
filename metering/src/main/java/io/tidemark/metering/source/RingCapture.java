package io.tidemark.metering.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Frames of interfaces as they happen, read in place from memory that the kernel writes them into (Linux: packet(7), TPACKET_V3):
 * one worker's share of them. No system call is made for a frame. Interfaces that come later and are meant are picked up, those
 * that go are closed when their last frame is read; while there is none, {@link #poll} says 0.
 *
 * <p>Every frame that arrives while it is open is given once: to {@link FrameHandler#frame}, or, if the filter or sampling leaves it
 * out, to {@link FrameHandler#left}; or it is in {@link #takeKernelDrops}. {@link #stop} and polling to the end loses none.
 */
public final class RingCapture implements FrameSource {
    private static final long ENDING_REST = 1_000_000; // a ring that only has to be emptied is looked at this often
    private static final long LONGEST_NAP = 20_000_000; // ns
    private static final int FILLS =
            3; // bytes of a ring for each ns of a nap: small packets at 10 Gbit/s, 2.1 GB/s, fill two thirds of it

    private final Rings all;
    private final boolean first;
    private final Queue<Ring> adopted = new ConcurrentLinkedQueue<>();
    private final List<Ring> rings = new ArrayList<>();
    private long[] drops = new long[8]; // by point, of rings that are closed
    private final Wake wake = new Wake();
    private long nap; // ns
    private boolean busy; // frames came since the last wait
    private int turn; // ring that comes next
    private boolean closed;

    RingCapture(Rings all, boolean first) {
        this.all = all;
        this.first = first;
    }

    /**
     * Opens the interfaces that are meant and up now; the others when they come. All is made before frames arrive, so warm up what
     * handles them before this.
     *
     * @return one source a worker; each is polled and closed by a thread of its own, or all by one. All must be polled.
     * @throws IOException              if an interface cannot be opened; the message names it, says why and what to do (CAP_NET_RAW)
     * @throws IllegalArgumentException if the filter is none
     */
    public static List<RingCapture> open(Selection selection, RingSettings settings, LinkListener listener)
            throws IOException {
        return List.copyOf(new Rings(selection, settings, listener).workers());
    }

    /**
     * Opens all that is meant and up now, and closes it again, deaf all the while.
     *
     * @throws IOException              as {@link #open}
     * @throws IllegalArgumentException as {@link #open}
     */
    public static void check(Selection selection, RingSettings settings) throws IOException {
        new Rings(selection, settings, LinkListener.NOBODY).close();
    }

    /** True: rings can be made on this system. */
    public static boolean isPossible() {
        return System.getProperty("os.name").equals("Linux");
    }

    void adopt(Ring ring) {
        adopted.add(ring);
    }

    /** Never waits. The first worker also looks after interfaces that come and go, some ms of work when one does. */
    @Override
    public int poll(FrameHandler handler, int limit) {
        if (first) {
            all.attend();
        }
        for (Ring ring = adopted.poll(); ring != null; ring = adopted.poll()) {
            rings.add(ring);
            know();
        }
        int count = 0;
        for (int i = rings.size(); i > 0 && count < limit; i--) {
            turn = turn + 1 < rings.size() ? turn + 1 : 0;
            Ring ring = rings.get(turn);
            int got = ring.poll(handler, limit - count);
            count += got;
            if (got == 0 && isOver(ring)) {
                end(ring);
            }
        }
        busy |= count > 0;
        return count == 0 && all.stopped() && rings.isEmpty() ? END : count;
    }

    private boolean isOver(Ring ring) {
        if (!ring.ending() && !all.stopped()) {
            return false;
        }
        ring.deafen();
        return ring.isEmpty();
    }

    private void end(Ring ring) {
        int point = ring.point();
        if (point >= drops.length) {
            drops = Arrays.copyOf(drops, Math.max(point + 1, 2 * drops.length));
        }
        drops[point] += ring.takeDrops();
        ring.close();
        rings.remove(ring);
        know();
    }

    private void know() {
        wake.set(rings.stream().mapToInt(Ring::socket).toArray());
        long least = rings.stream().mapToLong(Ring::bytes).min().orElse(0);
        nap = Math.min(LONGEST_NAP, least / FILLS);
    }

    /**
     * Until the kernel hands over a block: when it is full, or {@link Ring#BLOCK_MILLIS} after its first frame. While blocks come one
     * after the other, a nap, so that some are there: to be woken for each took a fifth of all that we do.
     */
    @Override
    public void await(long nanos) {
        long most = all.stopped() ? Math.min(nanos, ENDING_REST) : nanos;
        if (busy) {
            busy = false;
            LockSupport.parkNanos(Math.min(most, nap));
        } else {
            wake.await(most);
        }
    }

    @Override
    public List<Point> points() {
        return all.points();
    }

    @Override
    public long takeKernelDrops(int point) {
        long taken = 0;
        if (point < drops.length) {
            taken = drops[point];
            drops[point] = 0;
        }
        for (Ring ring : rings) {
            if (ring.point() == point) {
                taken += ring.takeDrops();
            }
        }
        return taken;
    }

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public void stop() {
        all.stop();
    }

    /** What has arrived and was not polled is lost; see {@link #stop}. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        all.stop();
        for (Ring ring = adopted.poll(); ring != null; ring = adopted.poll()) {
            rings.add(ring);
        }
        rings.forEach(Ring::close);
        rings.clear();
        if (first) {
            all.leave();
        }
    }
}
