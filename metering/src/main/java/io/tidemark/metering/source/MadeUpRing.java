package io.tidemark.metering.source;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A ring that no kernel writes, read as a real one is: some thousand biflows again and again, with all that is usual on a network
 * and some of what goes wrong there. For a program to run through all of its way with, and be compiled, before it listens.
 */
public final class MadeUpRing implements FrameSource {
    private static final int BLOCK_BYTES = 1 << 18;
    private static final int BLOCKS = 4; // few: to make frames takes a start more time than to meter them
    private static final int ETHERNET = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int VXLAN_PORT = 4789;
    private static final int DATA = 16; // bytes behind the headers of a segment that has any
    private static final long BETWEEN_ROUNDS = 10_000_000_000L; // ns: a round is a window
    private static final int OUT_OF_ROUNDS = 4; // a block, and so its biflows, is silent in one of so many
    private static final int AT_ONCE = 31; // conversations, a frame of each in turn
    private static final int WINDOW = 8192;
    private static final int PADDED = 64; // bytes
    private static final int MESSAGE_BYTES = 64;

    private record Segment(boolean back, int flags, int sequence, int data, int window) {}

    private static final int TURNS = 12; // segments of a conversation

    private static final List<Segment> ORDERLY = List.of(
            new Segment(false, 0x02, 0, 0, WINDOW), // SYN
            new Segment(true, 0x12, 0, 0, WINDOW), // SYN, ACK
            new Segment(false, 0x10, 1, 0, WINDOW), // ACK
            new Segment(false, 0x18, 1, DATA, WINDOW), // PSH, ACK
            new Segment(true, 0x10, 1, 0, WINDOW), // ACK
            new Segment(true, 0x10, 1, DATA, WINDOW),
            new Segment(true, 0x10, 1 + DATA, DATA, WINDOW),
            new Segment(false, 0x10, 1 + DATA, 0, WINDOW),
            new Segment(true, 0x10, 1 + 2 * DATA, DATA, WINDOW),
            new Segment(false, 0x10, 1 + DATA, 0, WINDOW),
            new Segment(false, 0x11, 1 + DATA, 0, WINDOW), // FIN
            new Segment(true, 0x11, 1 + 3 * DATA, 0, WINDOW)); // FIN

    /** A gap that is filled, repetitions, a closed window. */
    private static final List<Segment> DISORDERLY = List.of(
            new Segment(false, 0x02, 0, 0, WINDOW), // SYN
            new Segment(true, 0x12, 0, 0, WINDOW), // SYN, ACK
            new Segment(false, 0x10, 1, 0, WINDOW), // ACK
            new Segment(false, 0x18, 1, DATA, WINDOW), // PSH, ACK
            new Segment(true, 0x10, 1, 0, WINDOW), // ACK
            new Segment(true, 0x10, 1 + DATA, DATA, WINDOW), // ahead
            new Segment(true, 0x10, 1, DATA, WINDOW), // out of order
            new Segment(true, 0x10, 1, DATA, 0), // once more, and full
            new Segment(true, 0x10, 1 << 30, DATA, WINDOW), // from somewhere else
            new Segment(true, 0x10, 1 + DATA, DATA, WINDOW), // and back again
            new Segment(false, 0x11, 1 + DATA, 0, WINDOW), // FIN
            new Segment(true, 0x11, 1 + 2 * DATA, 0, WINDOW)); // FIN

    private final Arena arena = Arena.ofShared();

    /** In the scope of mapped memory, as a real ring: code that was compiled for another scope is thrown away. */
    private final MemorySegment memory;

    private final RingReader reader;
    private final int[] frames = new int[BLOCKS];
    private final Wake wake = new Wake();
    private final int socket; // that nothing arrives at; none is -1
    private final MemorySegment message; // that never comes
    private long timeNanos;
    private int round;

    /**
     * @param timeNanos packet time of the first frames, ns since 1970; time goes on
     * @param point     observation point of all frames, 0 or 1
     * @param number    of its first frame, 0 in most rings: frames of other numbers are of other biflows
     */
    public MadeUpRing(long timeNanos, int point, int number) {
        this(timeNanos, point);
        int next = number;
        for (int block = 0; block < BLOCKS; block++) {
            var writer = new RingLayout.Writer(memory, (long) block * BLOCK_BYTES, BLOCK_BYTES);
            while (add(writer, next)) {
                next++;
                frames[block]++;
            }
        }
    }

    private MadeUpRing(long timeNanos, int point) {
        this.timeNanos = timeNanos;
        socket = RingCapture.isPossible() ? Libc.load() : -1;
        if (socket >= 0) {
            wake.set(socket);
        }
        memory = Libc.unowned(arena.allocate((long) BLOCKS * BLOCK_BYTES, 16));
        message = arena.allocate(MESSAGE_BYTES);
        reader = new RingReader(memory, BLOCK_BYTES, point, ETHERNET);
    }

    /** Another ring with the same frames, at another observation point. */
    public MadeUpRing twin(int point) {
        var twin = new MadeUpRing(timeNanos, point);
        twin.memory.copyFrom(memory);
        System.arraycopy(frames, 0, twin.frames, 0, BLOCKS);
        return twin;
    }

    /** Of 64 frames eight have a tag that the kernel took off, one the filter and one sampling left out, one is no IP, one is cut. */
    private static boolean add(RingLayout.Writer writer, int number) {
        int place = number % (AT_ONCE * TURNS);
        int flow = number / (AT_ONCE * TURNS) * AT_ONCE + place % AT_ONCE;
        byte[] frame =
                switch (number % 64) {
                    case 10 -> tunnel(flow);
                    case 20 -> arp();
                    default -> frame(flow, place / AT_ONCE);
                };
        int captured =
                switch (number % 64) {
                    case 30 -> SocketFilter.UNWANTED;
                    case 40 -> SocketFilter.NOT_SAMPLED;
                    case 45 -> 30;
                    default -> frame.length;
                };
        return writer.add(frame, captured, number % 8 == 2 ? 5 + number / 8 % 2 : 0, !isBack(flow, place / AT_ONCE));
    }

    /** A datagram in VXLAN (RFC 7348). */
    private static byte[] tunnel(int flow) {
        byte[] inner = frame(flow / 4 * 4 + 1, flow % 2);
        var frame = ByteBuffer.allocate(14 + 20 + 8 + 8 + inner.length);
        frame.putLong(0x0200000000010200L).putInt(2).putShort((short) 0x0800);
        ipv4(frame, flow, false, UDP, 16 + inner.length);
        frame.putShort((short) (49_152 + flow % 8192)).putShort((short) VXLAN_PORT);
        frame.putInt(16 + inner.length << 16).putLong(0x0800_0000_0000_0700L).put(inner);
        return frame.array();
    }

    private static byte[] arp() {
        return ByteBuffer.allocate(60)
                .putLong(0xFFFFFFFFFFFF0200L)
                .putInt(1)
                .putShort((short) 0x0806)
                .array();
    }

    private static byte[] frame(int flow, int turn) {
        boolean six = flow % 8 == 0;
        int protocol = protocol(flow);
        boolean back = isBack(flow, turn);
        Segment segment = segment(flow, turn);
        int payload = protocol == TCP ? 20 + segment.data : 8 + DATA;
        int least = flow % 4 < 2 ? PADDED : 0; // some links pad what is short
        var frame = ByteBuffer.allocate(Math.max(14 + (six ? 40 : 20) + payload, least));
        frame.putLong(0x0200000000010200L).putInt(2).putShort((short) (six ? 0x86DD : 0x0800));
        if (six) {
            ipv6(frame, flow, back, protocol, payload);
        } else {
            ipv4(frame, flow, back, protocol, payload);
        }
        if (protocol == ICMP) {
            frame.putShort((short) (back ? 0 : 0x0800)); // echo reply, request
            return frame.array();
        }
        short port = (short) (40_000 + flow % 20_000);
        short server =
                (short) (flow % 32 == 5 ? VXLAN_PORT : 443); // what looks like a tunnel by its port is not always one
        frame.putShort(back ? server : port).putShort(back ? port : server);
        if (protocol == TCP) {
            frame.putInt(segment.sequence).putInt(1);
            frame.putShort((short) (0x5000 | segment.flags)).putShort((short) segment.window);
        } else {
            frame.putShort((short) payload);
        }
        return frame.array();
    }

    private static int protocol(int flow) {
        return flow % 4 == 1 ? UDP : flow % 16 == 3 ? ICMP : TCP;
    }

    /** Few are disorderly: what is rare is compiled apart from what is not. */
    private static Segment segment(int flow, int turn) {
        return (flow % 16 == 6 ? DISORDERLY : ORDERLY).get(turn);
    }

    private static boolean isBack(int flow, int turn) {
        boolean unanswered = flow % 16 == 9; // which is UDP
        return protocol(flow) == TCP ? segment(flow, turn).back : turn % 2 == 1 && !unanswered;
    }

    private static void ipv4(ByteBuffer frame, int flow, boolean back, int protocol, int payload) {
        int here = 0x0A000000 | flow;
        int there = 0xC0000200 | flow & 0x3F;
        frame.putShort((short) 0x4500).putShort((short) (20 + payload)).putInt(0);
        frame.putShort((short) (64 << 8 | protocol)).putShort((short) 0);
        frame.putInt(back ? there : here).putInt(back ? here : there);
    }

    private static void ipv6(ByteBuffer frame, int flow, boolean back, int protocol, int payload) {
        long here = 0x20010DB800000000L;
        long there = flow % 16 == 0 ? here : 0xFD00L << 48;
        frame.putInt(0x60000000).putShort((short) payload).put((byte) protocol).put((byte) 64);
        frame.putLong(back ? there : here).putLong(back ? 1 : flow + 2L);
        frame.putLong(back ? here : there).putLong(back ? flow + 2L : 1);
    }

    /** Never at its end: after the last frame comes the first again, some seconds later. */
    @Override
    public int poll(FrameHandler handler, int limit) {
        int count = reader.poll(handler, limit);
        if (count > 0) {
            return count;
        }
        for (int block = 0; block < BLOCKS; block++) {
            boolean silent = (block + round) % OUT_OF_ROUNDS == 0;
            RingLayout.handOver(memory, (long) block * BLOCK_BYTES, silent ? 0 : frames[block], timeNanos);
        }
        round++;
        timeNanos += BETWEEN_ROUNDS;
        return reader.poll(handler, limit);
    }

    /** Waits as for a ring that says nothing. */
    @Override
    public void await(long nanos) {
        wake.await(nanos);
    }

    /** Packet time of the frames that come next, ns since 1970. */
    public long timeNanos() {
        return timeNanos;
    }

    @Override
    public List<Point> points() {
        return List.of(new Point("made-up-0", 0), new Point("made-up-1", 0));
    }

    /** There are none; asks the kernel what a real ring's turn of the clock asks: a number, and whether links have changed. */
    @Override
    public long takeKernelDrops(int point) {
        if (socket >= 0) {
            Libc.askType(socket);
            Libc.receive(socket, message);
        }
        return 0;
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public void close() {
        if (socket >= 0) {
            Libc.close(socket);
        }
        arena.close();
    }
}
