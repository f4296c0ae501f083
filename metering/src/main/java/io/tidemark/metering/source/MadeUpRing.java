package io.tidemark.metering.source;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A ring that no kernel writes: some thousand biflows of TCP and UDP over IPv4 and IPv6, again and again, read as a real ring is.
 * For a program to run through all of its way with, and be compiled, before it listens to a network.
 */
public final class MadeUpRing implements FrameSource {
    private static final int BLOCK_BYTES = 1 << 18;
    private static final int BLOCKS = 3;
    private static final int ETHERNET = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DATA = 16; // bytes behind the headers
    private static final int[] FLAGS = {0x02, 0x12, 0x10, 0x18}; // SYN, SYN+ACK, ACK, PSH+ACK

    private final Arena arena = Arena.ofShared();
    /** In the scope of mapped memory, as a real ring: code that was compiled for another scope is thrown away. */
    private final MemorySegment memory;

    private final RingReader reader;
    private long rounds;

    /**
     * @param timeNanos packet time of all frames, ns since 1970
     * @param frames    at least so many are given
     */
    public MadeUpRing(long timeNanos, long frames) {
        memory = Libc.unowned(arena.allocate((long) BLOCKS * BLOCK_BYTES, 16));
        reader = new RingReader(memory, BLOCK_BYTES, 0, ETHERNET);
        int flow = 0;
        long there = 0;
        for (int block = 0; block < BLOCKS; block++) {
            var writer = new RingLayout.Writer(memory, (long) block * BLOCK_BYTES);
            while (writer.add(frame(flow), timeNanos, BLOCK_BYTES)) {
                flow++;
                there++;
            }
            writer.handOver();
        }
        rounds = (frames + there - 1) / there;
    }

    /** Four frames a biflow; most biflows are TCP over IPv4. */
    private static byte[] frame(int number) {
        int flow = number / FLAGS.length;
        int turn = number % FLAGS.length;
        boolean back = turn == 1;
        boolean six = flow % 8 == 0;
        int protocol = flow % 4 == 1 ? UDP : TCP;
        int payload = (protocol == TCP ? 20 : 8) + DATA;
        var frame = ByteBuffer.allocate(14 + (six ? 40 : 20) + payload);
        frame.putLong(0x0200000000010200L).putInt(2).putShort((short) (six ? 0x86DD : 0x0800));
        if (six) {
            ipv6(frame, flow, back, protocol, payload);
        } else {
            ipv4(frame, flow, back, protocol, payload);
        }
        frame.putShort((short) (back ? 443 : 40_000 + flow % 20_000));
        frame.putShort((short) (back ? 40_000 + flow % 20_000 : 443));
        if (protocol == TCP) {
            frame.putInt(turn * DATA).putInt(turn * DATA);
            frame.putShort((short) (0x5000 | FLAGS[turn]))
                    .putShort((short) 8192)
                    .putInt(0);
        } else {
            frame.putShort((short) payload).putShort((short) 0);
        }
        return frame.array();
    }

    private static void ipv4(ByteBuffer frame, int flow, boolean back, int protocol, int payload) {
        int here = 0x0A000000 | flow;
        int there = 0xC0000200 | flow & 0x3F;
        frame.putShort((short) 0x4500).putShort((short) (20 + payload)).putInt(0);
        frame.putShort((short) (64 << 8 | protocol)).putShort((short) 0);
        frame.putInt(back ? there : here).putInt(back ? here : there);
    }

    private static void ipv6(ByteBuffer frame, int flow, boolean back, int protocol, int payload) {
        long net = 0x20010DB800000000L;
        frame.putInt(0x60000000).putShort((short) payload).put((byte) protocol).put((byte) 64);
        frame.putLong(net).putLong(back ? 1 : flow + 2L).putLong(net).putLong(back ? flow + 2L : 1);
    }

    @Override
    public int poll(FrameHandler handler, int limit) {
        int count = reader.poll(handler, limit);
        if (count > 0) {
            return count;
        }
        rounds--;
        if (rounds <= 0) {
            return END;
        }
        for (int block = 0; block < BLOCKS; block++) {
            RingLayout.handOver(memory, (long) block * BLOCK_BYTES);
        }
        return reader.poll(handler, limit);
    }

    @Override
    public List<Point> points() {
        return List.of(new Point("made-up", 0));
    }

    @Override
    public long takeKernelDrops(int point) {
        return 0;
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public void close() {
        arena.close();
    }
}
