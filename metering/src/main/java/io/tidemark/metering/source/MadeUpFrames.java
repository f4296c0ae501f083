package io.tidemark.metering.source;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Ethernet frames that nobody sent, without end: some thousand biflows of TCP, UDP and ICMP over IPv4 and IPv6, with and
 * without a VLAN, each with a beginning, a middle and an end. What most of a network looks like, for a compiler to learn from.
 */
public final class MadeUpFrames implements FrameSource {
    private static final int ETHERNET = 1; // link type
    private static final int FLOWS = 4096;
    private static final int PACKETS = 12; // of each biflow, then the next ones begin
    private static final int DATA = 64; // bytes behind the headers, of a segment that has any
    private static final int HANDSHAKE = 3; // segments without data; of the others every third has none

    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int FIN = 0x01;

    private final LongSupplier clock;
    private static final int SLOT = 256; // bytes for a frame
    private static final int SLOTS = 32;
    private final MemorySegment memory = Arena.ofAuto().allocate(SLOTS * SLOT);
    private final ByteBuffer frame = memory.asByteBuffer();
    private long number;

    /** @param clock the time of day in ns since 1970 */
    public MadeUpFrames(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public int poll(FrameHandler handler, int limit) {
        long now = clock.getAsLong();
        for (int i = 0; i < limit; i++) {
            int slot = i % SLOTS * SLOT;
            if (slot == 0) {
                handler.settle();
            }
            frame.clear().position(slot);
            int length = make((int) (number % FLOWS), number / FLOWS) - slot;
            number++;
            handler.frame(0, ETHERNET, now, memory, slot, length, length, Way.UNKNOWN);
        }
        handler.settle();
        return limit;
    }

    /** Puts the packet of a flow with this number; returns where it ends. */
    private int make(int flow, long packet) {
        int generation = (int) (packet / PACKETS);
        int turn = (int) (packet % PACKETS);
        boolean back = (turn & 1) == 1;
        int client = flow * 7919 + generation;
        frame.putLong(0x0200000000010200L).putInt(2);
        if (flow % 4 == 0) {
            frame.putInt(0x81000000 | flow % 100); // 802.1Q
        }
        int protocol = flow % 8 == 7 ? (flow % 16 == 7 ? 1 : 58) : flow % 4 == 2 ? 17 : 6;
        boolean six = protocol == 58 || flow % 8 == 5;
        int data = protocol == 6 ? data(turn) : DATA;
        int payload = (protocol == 6 ? 20 : 8) + data;
        if (six) {
            ipv6(client, back, protocol, payload);
        } else {
            ipv4(client, back, protocol, payload);
        }
        switch (protocol) {
            case 6 -> tcp(client, back, turn);
            case 17 -> udp(client, back);
            default -> echo(client, back, turn, six);
        }
        return frame.position() + data;
    }

    private static int data(int turn) {
        return turn < HANDSHAKE || turn % 3 == 0 ? 0 : DATA;
    }

    private void ipv4(int client, boolean back, int protocol, int payload) {
        int here = 0x0A000000 | client & 0xFFFFFF;
        int there = 0xC0000200 | client & 0x3F;
        frame.putShort((short) 0x0800).putShort((short) 0x4500).putShort((short) (20 + payload));
        frame.putInt(0).putShort((short) (0x4000 | protocol)).putShort((short) 0);
        frame.putInt(back ? there : here).putInt(back ? here : there);
    }

    private void ipv6(int client, boolean back, int protocol, int payload) {
        long here = 0x20010DB800000000L;
        long there = client % 2 == 0 ? here : 0xFD00L << 48;
        frame.putShort((short) 0x86DD).putInt(0x60000000).putShort((short) payload);
        frame.put((byte) protocol).put((byte) 64);
        frame.putLong(back ? there | 1 : here | 2).putLong(back ? client & 0x3F : client);
        frame.putLong(back ? here | 2 : there | 1).putLong(back ? client : client & 0x3F);
    }

    private void tcp(int client, boolean back, int turn) {
        int flags = turn == 0 ? SYN : turn == 1 ? SYN | ACK : turn >= PACKETS - 2 ? FIN | ACK : ACK;
        ports(client, back, 443);
        frame.putInt(client + sequence(turn)).putInt(client);
        frame.putShort((short) (0x5000 | flags)).putShort((short) 8192).putInt(0);
    }

    /** Of a segment of this turn, counted from the first of its direction. */
    private static int sequence(int turn) {
        int sum = turn < 2 ? 0 : 1; // SYN
        for (int earlier = turn - 2; earlier >= 0; earlier -= 2) {
            sum += data(earlier);
        }
        return sum;
    }

    private void udp(int client, boolean back) {
        ports(client, back, 53);
        frame.putShort((short) (8 + DATA)).putShort((short) 0);
    }

    private void ports(int client, boolean back, int server) {
        int own = 32768 + (client & 0x3FFF);
        frame.putShort((short) (back ? server : own)).putShort((short) (back ? own : server));
    }

    private void echo(int client, boolean back, int turn, boolean six) {
        int type = six ? (back ? 129 : 128) : back ? 0 : 8;
        frame.put((byte) type).put((byte) 0).putShort((short) 0);
        frame.putShort((short) client).putShort((short) turn);
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
        return true;
    }

    @Override
    public void close() {
        // the memory goes with this object
    }
}
