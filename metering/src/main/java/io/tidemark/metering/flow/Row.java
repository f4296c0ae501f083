package io.tidemark.metering.flow;

import io.tidemark.metering.decode.Packet;
import io.tidemark.metering.memory.Memory;
import io.tidemark.metering.memory.Pieces;

/**
 * What a row of the flow table holds, in three parts; the constants are offsets in bytes from a part's address. What each packet touches is the
 * row itself, 128 bytes, two of the processor's cache lines: key, counters, facts, state. What few packets touch, the rare part, one more
 * line, is made when a row first has something to put there: of a million biflows of few packets more than half never do. What only tunnels
 * and windows of zero bytes need is the rarest part. Ends and directions are those of {@link Packet}: 0 is from A to B, 1 the way back.
 *
 * <p>Rows lie in chunks, large pages of them, whose first row is nobody's and says where the chunk's other parts are: in the order in which
 * they were made, so that no memory lies between them that is not used. A row of a chunk keeps the place of its other parts when it is freed.
 */
final class Row {
    static final int LENGTH = 128;
    private static final int RARE_BYTES = 64;
    private static final int RAREST_BYTES = 48;

    /** Rows in a chunk of the table, the first of which is nobody's. */
    static final int IN_CHUNK = (int) (Pieces.BYTES / LENGTH);

    /** Of the first row of a chunk: addresses of its rare and rarest parts, and how many were made. */
    private static final int CHUNK_RARE = 0;

    private static final int CHUNK_RAREST = 8;
    private static final int CHUNK_MADE = 16;

    static final int A_HIGH = 0;
    static final int A_LOW = 8;
    static final int B_HIGH = 16;
    static final int B_LOW = 24;
    /** {@link Packet#key}. */
    static final int KEY = 32;

    /** The key of a row that is free. */
    static final long NO_KEY = -1;

    static final int FIRST = 40; // ns; tells the window that the counts belong to; NEVER if there are none
    static final int LAST = 48; // ns; stays when a record is cut
    static final int STATE = 56;

    /** Packets, bytes and frame bytes of direction 0, then of direction 1. */
    static final int PACKETS = 64;

    static final int BYTES = 72;
    static final int FRAME_BYTES = 80;
    static final int REVERSE = 24; // from a direction's counters to the other's
    /**
     * 32 bits a direction: {@link Packet#facts}, of the times to live first the least, then the largest; in the highest two which
     * ways packets went by.
     */
    static final int FACTS = 112;

    static final int WAY = 30;
    static final int WAYS = 3 << WAY;

    /** 32 bits a direction: the next sequence number. */
    static final int SEQUENCE = 120;

    /** Of the rare part. One a direction, 8 bytes apart: start of the hole before the next number, its end in the lower half. */
    static final int HOLE = 0;

    static final int SYN_TIME = 16;
    static final int SYN_ACK_TIME = 24;
    /** One a direction, 8 bytes apart: retransmitted segments in the upper half, out of order in the lower. */
    static final int DISORDER = 32;

    static final int CLIENT_RTT = 48;
    static final int SERVER_RTT = 56;

    /** Of the rarest part. */
    private static final int ZERO_WINDOWS = 0; // direction 1 in the upper half, 0 in the lower

    static final int TUNNEL_ID = 8;
    static final int TUNNEL_SRC_HIGH = 16;
    static final int TUNNEL_SRC_LOW = 24;
    static final int TUNNEL_DST_HIGH = 32;
    static final int TUNNEL_DST_LOW = 40;

    /** No time that a packet can have. */
    static final long NEVER = Long.MIN_VALUE;

    /** Parts of {@link #STATE}: VLAN id in bits 0-11, tunnel type in 12-16, ICMP type and code in 18-33, flags, place of the other parts. */
    static final int TUNNEL_SHIFT = 12;

    static final long TUNNEL_IPV4 = 1L << 17;
    static final int ICMP_SHIFT = 18;
    static final long OF_FIRST = (1L << 34) - 1; // a record's first packet tells it
    static final long USED = 1L << 34;
    static final long INITIATOR_B = 1L << 35;
    static final long INITIATOR_SEEN = 1L << 36;
    static final long RESET = 1L << 37;
    static final long HAS_SYN = 1L << 38;
    static final long SYN_IS_LAST = 1L << 39; // no packet came after the SYN: SYN_TIME is LAST, and not written yet
    static final long HAS_SYN_ACK = 1L << 40;
    static final long FIN_A = 1L << 41; // of B the next bit
    static final long SEQUENCE_A = 1L << 43; // known; of B the next bit
    static final long HOLE_A = 1L << 45; // HOLE holds; of B the next bit
    static final long RARE_COUNTS = 1L << 47; // DISORDER and the RTTs hold
    private static final long HAS_ZERO_WINDOWS = 1L << 48; // ZERO_WINDOWS holds
    private static final int PLACE_SHIFT = 49;
    private static final long PLACE = -1L << PLACE_SHIFT; // in the chunk; 0: none

    private Row() {}

    static boolean isUsed(long state) {
        return (state & USED) != 0;
    }

    /** FIN both ways, or a reset: the connection is over. */
    static boolean hasEnded(long state) {
        return (state & RESET) != 0 || (state & FIN_A * 3) == FIN_A * 3;
    }

    static boolean isEmpty(long row) {
        return get(row, FIRST) == NEVER;
    }

    /** A new chunk, in whose memory anything may be: no other part of its rows is made yet. */
    static void makeChunk(long chunk, Pieces memory) {
        set(chunk, CHUNK_RARE, memory.add((long) IN_CHUNK * RARE_BYTES));
        set(chunk, CHUNK_RAREST, memory.add((long) IN_CHUNK * RAREST_BYTES));
        set(chunk, CHUNK_MADE, 0);
        set(chunk, LAST, Long.MAX_VALUE); // nobody's row was never silent: it is not cut for lack of room
        make(chunk);
        free(chunk);
    }

    /** Of the memory of a new row, in which anything may be: it has no other part. */
    static void make(long row) {
        set(row, STATE, 0);
    }

    /** The row is nobody's from now on; it keeps the place of its other parts. */
    static void free(long row) {
        set(row, STATE, get(row, STATE) & PLACE);
        set(row, KEY, NO_KEY);
    }

    /** Sets what a record counts to zero. */
    static void clearCounts(long row) {
        set(row, FIRST, NEVER);
        set(row, PACKETS, 0);
        set(row, BYTES, 0);
        set(row, FRAME_BYTES, 0);
        set(row, PACKETS + REVERSE, 0);
        set(row, BYTES + REVERSE, 0);
        set(row, FRAME_BYTES + REVERSE, 0);
        set(row, FACTS, 0);
        set(row, STATE, get(row, STATE) & ~(RARE_COUNTS | HAS_ZERO_WINDOWS));
    }

    /** The address of the rare part, which is made if it is not there; what is in it is not known. Changes {@link #STATE}. */
    static long rare(long row) {
        return get(chunk(row), CHUNK_RARE) + place(row) * RARE_BYTES;
    }

    /** The same of the rarest part. */
    static long rarest(long row) {
        return get(chunk(row), CHUNK_RAREST) + place(row) * RAREST_BYTES;
    }

    private static long place(long row) {
        long state = get(row, STATE);
        if (state >>> PLACE_SHIFT == 0) {
            long chunk = chunk(row);
            add(chunk, CHUNK_MADE, 1);
            state |= get(chunk, CHUNK_MADE) << PLACE_SHIFT;
            set(row, STATE, state);
        }
        return state >>> PLACE_SHIFT;
    }

    private static long chunk(long row) {
        return row & -Pieces.BYTES;
    }

    static void addZeroWindow(long row, int direction) {
        long rarest = rarest(row);
        if ((get(row, STATE) & HAS_ZERO_WINDOWS) == 0) {
            mark(row, HAS_ZERO_WINDOWS);
            set(rarest, ZERO_WINDOWS, 0);
        }
        add(rarest, ZERO_WINDOWS, 1L << 32 * direction);
    }

    static long zeroWindows(long row, int direction) {
        return (get(row, STATE) & HAS_ZERO_WINDOWS) == 0
                ? 0
                : get(rarest(row), ZERO_WINDOWS) >>> 32 * direction & 0xFFFFFFFFL;
    }

    /** The rare part, whose counts hold from now on. */
    static long rareCounts(long row) {
        long rare = rare(row);
        if ((get(row, STATE) & RARE_COUNTS) == 0) {
            mark(row, RARE_COUNTS);
            set(rare, DISORDER, 0);
            set(rare, DISORDER + 8, 0);
            set(rare, CLIENT_RTT, 0);
            set(rare, SERVER_RTT, 0);
        }
        return rare;
    }

    /** Where a field of 8 bytes of which there is one a direction lies. */
    static int part8(int field, int direction) {
        return field + 8 * direction;
    }

    /** As {@link #part8}, of 4 bytes. */
    static int part4(int field, int direction) {
        return field + 4 * direction;
    }

    /** As {@link #part8}, of the counters. */
    static int counter(int field, int direction) {
        return field + REVERSE * direction;
    }

    static int getInt(long row, int field) {
        return Memory.getInt(row, field);
    }

    static void setInt(long row, int field, int value) {
        Memory.putInt(row, field, value);
    }

    static long get(long row, int field) {
        return Memory.getLong(row, field);
    }

    static void set(long row, int field, long value) {
        Memory.putLong(row, field, value);
    }

    static void add(long row, int field, long value) {
        Memory.putLong(row, field, Memory.getLong(row, field) + value);
    }

    /** Sets bits of {@link #STATE}. */
    static void mark(long row, long bits) {
        Memory.putLong(row, STATE, Memory.getLong(row, STATE) | bits);
    }
}
