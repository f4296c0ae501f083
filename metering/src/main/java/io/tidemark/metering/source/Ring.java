package io.tidemark.metering.source;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A packet socket (packet(7)) with a TPACKET_V3 receive ring, bound to one interface: the kernel writes frames into memory that it
 * shares with us. One thread polls and closes it. It is opened deaf; {@link #listen} makes it hear.
 */
final class Ring {
    /** The kernel hands over a block with a frame in it after this long at the latest, ms. */
    static final int BLOCK_MILLIS = 50;

    /** Size of a block unless the ring is too small for some of them: a share of a processor's cache. */
    static final int BLOCK_BYTES = 1 << 18;

    private static final int LEAST_BLOCKS = 4;
    private static final int LEAST_BLOCK_BYTES = 1 << 16;

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int EVERY_PROTOCOL = 3; // ETH_P_ALL
    private static final int PACKET_LEVEL = 263; // SOL_PACKET
    private static final int ADD_MEMBERSHIP = 1;
    private static final int RX_RING = 5;
    private static final int STATISTICS = 6;
    private static final int VERSION = 10;
    private static final int FANOUT = 18;
    private static final int IGNORE_OUTGOING = 23;
    private static final int TPACKET_V3 = 2;
    private static final int PROMISCUOUS = 1; // PACKET_MR_PROMISC
    private static final int FANOUT_HASH = 0;
    private static final int FANOUT_DEFRAG = 0x8000;
    private static final int FANOUT_UNIQUE = 0x2000;
    private static final int FRAME_BYTES = 2048; // V3 packs frames and only checks this number
    private static final long DRAIN_NANOS = 20L * BLOCK_MILLIS * 1_000_000;

    private final int socket;
    private final MemorySegment memory;
    private final RingReader reader;
    private final SocketFilter filter;
    private final int[] statistics = new int[3]; // struct tpacket_stats_v3
    private final Interface from;
    private final int point;
    private long heard; // frames that the kernel counted for us: in the ring, or dropped
    private long dropped;
    private long droppedTaken;
    private long deafSince; // System.nanoTime
    private boolean deaf;
    private volatile boolean ending;
    private boolean closed;

    private Ring(Interface from, int point, SocketFilter filter, int socket, MemorySegment memory, int blockBytes) {
        this.from = from;
        this.point = point;
        this.filter = filter;
        this.socket = socket;
        this.memory = memory;
        this.reader = new RingReader(memory, blockBytes, point, from.linkType());
    }

    /**
     * Opens the rings of an interface, one a worker. The kernel gives the packets of a flow, both ways and all fragments, to one of
     * them. All are deaf.
     *
     * @param point     observation point of the frames
     * @param filter    what it returns decides on each frame, see {@link SocketFilter}
     * @param ringBytes of each ring; rounded down to whole blocks
     * @throws IOException if it cannot be; the message names the interface, says why and what to do
     */
    static List<Ring> open(Interface from, int point, SocketFilter filter, long ringBytes, int workers)
            throws IOException {
        var rings = new ArrayList<Ring>();
        try {
            for (int i = 0; i < workers; i++) {
                rings.add(open(from, point, filter, ringBytes));
            }
            if (workers > 1) {
                share(rings);
            }
            return rings;
        } catch (Libc.Failure e) {
            rings.forEach(Ring::close);
            throw new IOException(
                    "%s: cannot be captured from: %s%s".formatted(from.name(), e.getMessage(), cure(e)), e);
        }
    }

    /** @throws IOException if this process may not open rings at all; the message says what to do */
    static void probe() throws IOException {
        try {
            Libc.close(Libc.socket(AF_PACKET, SOCK_RAW, 0));
        } catch (Libc.Failure e) {
            throw new IOException("live capture is not possible: %s%s".formatted(e.getMessage(), cure(e)), e);
        }
    }

    private static Ring open(Interface from, int point, SocketFilter filter, long ringBytes) throws Libc.Failure {
        int socket = Libc.socket(AF_PACKET, SOCK_RAW, 0); // no protocol: nothing arrives before bind
        try {
            Libc.setOption(socket, PACKET_LEVEL, VERSION, "PACKET_VERSION", TPACKET_V3);
            int block = blockBytes(ringBytes);
            int blocks = (int) (ringBytes / block);
            Libc.setOption(
                    socket,
                    PACKET_LEVEL,
                    RX_RING,
                    "PACKET_RX_RING",
                    block,
                    blocks,
                    FRAME_BYTES,
                    block / FRAME_BYTES * blocks,
                    BLOCK_MILLIS,
                    0,
                    0);
            MemorySegment memory = Libc.map(socket, (long) block * blocks);
            var ring = new Ring(from, point, filter, socket, memory, block);
            ring.bind();
            return ring;
        } catch (Libc.Failure e) {
            Libc.close(socket);
            throw e;
        }
    }

    private static int blockBytes(long ringBytes) {
        int block = BLOCK_BYTES;
        while (block > LEAST_BLOCK_BYTES && ringBytes / block < LEAST_BLOCKS) {
            block /= 2;
        }
        return block;
    }

    /** On a loopback interface each packet leaves and arrives: it is taken when it arrives. */
    private void bind() throws Libc.Failure {
        if (from.loopback()) {
            Libc.setOption(socket, PACKET_LEVEL, IGNORE_OUTGOING, "PACKET_IGNORE_OUTGOING", 1);
        }
        SocketFilter.NOTHING.attach(socket);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(20, 4); // struct sockaddr_ll
            address.set(JAVA_SHORT, 0, (short) AF_PACKET);
            address.set(JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN), 2, (short) EVERY_PROTOCOL);
            address.set(JAVA_INT, 4, from.index());
            Libc.bind(socket, address);
            MemorySegment membership = arena.allocate(16, 4); // struct packet_mreq
            membership.set(JAVA_INT, 0, from.index());
            membership.set(JAVA_SHORT, 4, (short) PROMISCUOUS);
            Libc.setOption(socket, PACKET_LEVEL, ADD_MEMBERSHIP, membership, "PACKET_ADD_MEMBERSHIP");
        }
    }

    /** The kernel chooses the group's number for the first, which the others join. An interface that is down cannot be shared. */
    private static void share(List<Ring> rings) throws Libc.Failure {
        int kind = FANOUT_HASH | FANOUT_DEFRAG;
        int first = rings.getFirst().socket;
        Libc.setOption(first, PACKET_LEVEL, FANOUT, "PACKET_FANOUT", (kind | FANOUT_UNIQUE) << 16);
        int[] group = new int[1];
        Libc.option(first, PACKET_LEVEL, FANOUT, group, "PACKET_FANOUT");
        for (Ring ring : rings.subList(1, rings.size())) {
            Libc.setOption(ring.socket, PACKET_LEVEL, FANOUT, "PACKET_FANOUT", group[0] & 0xFFFF | kind << 16);
        }
    }

    private static String cure(Libc.Failure e) {
        return switch (e.errno()) {
            case Libc.EPERM, Libc.EACCES -> " (capturing needs root, or the capability CAP_NET_RAW)";
            case Libc.ENOMEM -> " (the machine has no memory for the ring: make it smaller)";
            default -> "";
        };
    }

    /** From now on frames are received. */
    void listen() throws IOException {
        filter.attach(socket);
    }

    /** Its interface is gone or no longer meant: who polls it is to deafen and empty it. Any thread may call this. */
    void end() {
        ending = true;
    }

    boolean ending() {
        return ending;
    }

    /** No frame is received from now on; what is in the ring is still to be polled, until {@link #isEmpty}. */
    void deafen() {
        if (!deaf) {
            deaf = true;
            deafSince = System.nanoTime();
            try {
                SocketFilter.NOTHING.attach(socket);
            } catch (Libc.Failure e) {
                throw new IllegalStateException("a filter that was attached once cannot be again", e);
            }
        }
    }

    /** A deaf ring has nothing more to give: all that the kernel counted was polled. Waits no longer than a second. */
    boolean isEmpty() {
        long since = System.nanoTime() - deafSince;
        if (since < 1_000_000) {
            return false; // a processor may still be in the old filter
        }
        look();
        return reader.frames() + dropped >= heard || since > DRAIN_NANOS;
    }

    int poll(FrameHandler handler, int limit) {
        return reader.poll(handler, limit);
    }

    /** Frames that found no room since the last call. */
    long takeDrops() {
        if (!closed) {
            look();
        }
        long since = dropped - droppedTaken;
        droppedTaken = dropped;
        return since;
    }

    /** PACKET_STATISTICS: counts since it was last read; packets include drops. */
    private void look() {
        try {
            Libc.option(socket, PACKET_LEVEL, STATISTICS, statistics, "PACKET_STATISTICS");
            heard += statistics[0] & 0xFFFFFFFFL;
            dropped += statistics[1] & 0xFFFFFFFFL;
        } catch (Libc.Failure e) {
            throw new IllegalStateException("an open packet socket has statistics", e);
        }
    }

    /** Its file descriptor. */
    int socket() {
        return socket;
    }

    int point() {
        return point;
    }

    /** Bytes of memory that it shares with the kernel. */
    long bytes() {
        return memory.byteSize();
    }

    void close() {
        if (!closed) {
            closed = true;
            Libc.unmap(memory);
            Libc.close(socket);
        }
    }
}
