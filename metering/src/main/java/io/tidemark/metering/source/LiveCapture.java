package io.tidemark.metering.source;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

/**
 * Frames of one or more interfaces as they happen, through libpcap and pcap4j's raw listener. Portable; the price is a copy of
 * each frame (some 1 M packets per CPU second). An interface that goes away is left out from then on, with a warning; when none is
 * left, the source is broken.
 */
public final class LiveCapture implements FrameSource {
    /** Enough for all headers and tunnels. */
    public static final int DEFAULT_SNAP_LENGTH = 256;

    /** The kernel's ring for each interface unless told otherwise: 32 MiB, some 100 ms of small packets at 1 Mpps. */
    public static final int DEFAULT_BUFFER = 32 << 20;

    private static final long LONGEST_REST = 2_000_000; // ns

    private static final int BLOCK_TIMEOUT_MILLIS = 10; // the kernel hands over a block of its ring at least this often

    private final List<Tap> taps = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();

    private volatile boolean stopped;

    private LiveCapture() {}

    /**
     * @param filter      pcap-filter(7), runs in the kernel: what it does not want is not counted either; empty: everything
     * @param snapLength  bytes kept of each frame, enough for all headers
     * @param bufferBytes the kernel's ring for each interface
     * @throws IOException if one cannot be opened; the message names it, says why and what to do (CAP_NET_RAW)
     */
    public static LiveCapture open(List<Interface> interfaces, String filter, int snapLength, int bufferBytes)
            throws IOException {
        var capture = new LiveCapture();
        try {
            for (Interface each : interfaces) {
                capture.taps.add(
                        new Tap(capture.points.size(), each.name(), handle(each, filter, snapLength, bufferBytes)));
                capture.points.add(new Point(each.name(), each.index()));
            }
            return capture;
        } catch (IOException e) {
            capture.close();
            throw e;
        }
    }

    private static PcapHandle handle(Interface from, String filter, int snapLength, int bufferBytes)
            throws IOException {
        PcapHandle handle = null;
        try {
            handle = new PcapHandle.Builder(from.name())
                    .snaplen(snapLength)
                    .promiscuousMode(PromiscuousMode.PROMISCUOUS)
                    .timeoutMillis(BLOCK_TIMEOUT_MILLIS)
                    .bufferSize(bufferBytes)
                    .timestampPrecision(TimestampPrecision.NANO)
                    .build();
            if (!filter.isEmpty()) {
                handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
            }
            handle.setBlockingMode(BlockingMode.NONBLOCKING);
            return handle;
        } catch (PcapNativeException | NotOpenException e) {
            if (handle != null) {
                handle.close();
            }
            throw new IOException(
                    "%s: cannot be captured from: %s%s".formatted(from.name(), e.getMessage(), cure(e)), e);
        } catch (LinkageError e) {
            throw new IOException(Libpcap.MISSING, e);
        }
    }

    private static String cure(Exception e) {
        String message = String.valueOf(e.getMessage());
        boolean denied = message.contains("ermission") || message.contains("not permitted") || message.contains("-8");
        return denied ? " (capturing needs root, or the capability CAP_NET_RAW)" : "";
    }

    /** Never waits: 0 when no interface has a frame. */
    @Override
    public int poll(FrameHandler handler, int limit) throws IOException {
        int count = 0;
        int share = Math.max(1, limit / Math.max(1, taps.size()));
        for (int i = 0; i < taps.size() && count < limit; i++) {
            count += poll(taps.get(i), handler, Math.min(share, limit - count));
        }
        return count == 0 && stopped ? END : count;
    }

    @Override
    public void await(long nanos) {
        LockSupport.parkNanos(Math.min(nanos, LONGEST_REST)); // libpcap has no call that waits for several interfaces
    }

    @Override
    public void stop() {
        stopped = true;
    }

    private int poll(Tap tap, FrameHandler handler, int limit) throws IOException {
        try {
            return tap.poll(handler, limit);
        } catch (PcapNativeException | NotOpenException e) {
            var log = System.getLogger(LiveCapture.class.getName());
            log.log(System.Logger.Level.WARNING, "{0} is captured from no longer: {1}", tap.name, e.getMessage());
            tap.handle.close();
            taps.remove(tap);
            if (taps.isEmpty()) {
                throw new IOException(
                        "%s: went away, and it was the last interface: %s".formatted(tap.name, e.getMessage()), e);
            }
            return 0;
        }
    }

    @Override
    public List<Point> points() {
        return points;
    }

    @Override
    public long takeKernelDrops(int point) {
        for (Tap tap : taps) {
            if (tap.point == point) {
                return tap.takeDrops();
            }
        }
        return 0;
    }

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public void close() {
        for (Tap tap : taps) {
            tap.handle.close();
        }
        taps.clear();
    }

    /** One interface. */
    private static final class Tap {
        final int point;
        final String name;
        final PcapHandle handle;
        private final int linkType;
        private FrameHandler handler;
        private Throwable failure;
        private long dropsTaken;

        Tap(int point, String name, PcapHandle handle) {
            this.point = point;
            this.name = name;
            this.handle = handle;
            this.linkType = handle.getDlt().value();
        }

        /** pcap4j logs and forgets what a listener throws, so it is kept and thrown here. */
        int poll(FrameHandler to, int limit) throws PcapNativeException, NotOpenException {
            handler = to;
            try {
                int count = handle.dispatch(limit, this::frame);
                to.settle();
                if (failure != null) {
                    throw new IllegalStateException("the handler of frames failed", failure);
                }
                return Math.max(count, 0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 0;
            }
        }

        private void frame(byte[] frame) {
            try {
                Timestamp time = handle.getTimestamp();
                long nanos = Math.floorDiv(time.getTime(), 1000L) * 1_000_000_000L + time.getNanos();
                int wire = Math.max(handle.getOriginalLength(), frame.length);
                handler.frame(point, linkType, nanos, MemorySegment.ofArray(frame), 0, frame.length, wire, Way.UNKNOWN);
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }

        /** libpcap counts from the start, in 32 bits. */
        long takeDrops() {
            try {
                long drops = handle.getStats().getNumPacketsDropped();
                long since = drops - dropsTaken & 0xFFFFFFFFL;
                dropsTaken = drops;
                return since;
            } catch (PcapNativeException | NotOpenException e) {
                return 0;
            }
        }
    }
}
