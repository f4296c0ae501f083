package io.tidemark.metering.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.Frames;
import io.tidemark.metering.ledger.Ledger;
import io.tidemark.metering.source.Way;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final int FRAMES = 1_000_000;
    private static final long BOUND =
            200_000; // bytes for a million frames in 100 windows: windows and ledgers, no packets

    /** Counts records and keeps nothing. */
    private static final class Counting implements FlowSink {
        long packets;

        @Override
        public void flow(FlowRecord flow) {
            packets += flow.packets(FlowRecord.FORWARD) + flow.packets(FlowRecord.REVERSE);
        }

        @Override
        public void windowEnd(long windowStart, List<Ledger> ledgers) {}

        @Override
        public void end() {}
    }

    @Test
    void aMillionFramesAllocateNothingButTheirWindows() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var counting = new Counting();
        var meter = new Meter(new Settings(WindowLength.DEFAULT, 60_000_000_000L, 20_000, 20_000, false), counting);
        byte[][] kinds = kinds();
        MemorySegment[] frames = new MemorySegment[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            frames[i] = MemorySegment.ofArray(kinds[i]);
        }
        meter(meter, frames, 0); // warm up: classes, compiled code, rows

        long before = threads.getCurrentThreadAllocatedBytes();
        meter(meter, frames, 1);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        meter.finish(EndReason.END_REASON_FORCED);
        assertThat(counting.packets).isBetween(2L * FRAMES * 4 / 6, 2L * FRAMES);
        assertThat(allocated).isLessThan(BOUND);
    }

    /** The source port changes all the time, so rows come and go. */
    private static void meter(Meter meter, MemorySegment[] frames, int round) {
        long start = round * 1_000_000_000_000L;
        for (int i = 0; i < FRAMES; i++) {
            MemorySegment frame = frames[i % frames.length];
            long size = frame.byteSize();
            frame.set(java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED, 34, (short) (i / 100));
            meter.frame(0, 1, start + i * 1_000_000L, frame, 0, (int) size, (int) size, Way.UNKNOWN);
        }
    }

    private static byte[][] kinds() {
        byte[] inner = Frames.ipv4(Frames.UDP, "10.1.0.1", "10.1.0.2", Frames.udp(1, 53, new byte[20]));
        byte[] vxlan = Frames.join(Frames.hex("08000000 00007b00"), Frames.ethernet(Frames.IPV4, inner));
        return new byte[][] {
            Frames.tcpFrame("10.0.0.1", 5000, "10.0.0.2", 80, Frames.SYN, 1, 0),
            Frames.tcpFrame("10.0.0.1", 5000, "10.0.0.2", 80, Frames.ACK, 2, 100),
            Frames.udpFrame("10.0.0.1", 5000, "10.0.0.2", 53, 30),
            Frames.ethernet(Frames.IPV4, Frames.ipv4(Frames.UDP, "10.0.0.1", "10.0.0.2", Frames.udp(1, 4789, vxlan))),
            Frames.ethernet(
                    0x8100, Frames.tag(7, Frames.IPV6, Frames.ipv6(58, "fd00::1", "fd00::2", Frames.icmp(128, 0)))),
            Frames.ethernet(0x0806, new byte[28]),
        };
    }
}
