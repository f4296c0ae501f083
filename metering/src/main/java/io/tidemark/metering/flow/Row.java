package io.tidemark.metering.flow;

import io.tidemark.metering.decode.Packet;
import io.tidemark.metering.memory.Memory;
import io.tidemark.metering.memory.Pieces;

/**
 * What a row of the flow table holds, in two parts; the constants are offsets in bytes from a part's address. What each packet touches is the
 * row itself, 128 bytes, two of the processor's cache lines: key, counters, facts, state. What few packets touch, the rare part, is made
 * when a row first has something to put there: of a million biflows of few packets more than half never do. Ends and directions are
 * those of {@link Packet}: 0 is from A to B, 1 the way back.
 *
 * <p>Rows lie in chunks: a large page of them, and behind it, in the order in which they were made, their rare parts. A row of a chunk
 * keeps the place of its rare part when it is freed.
 */
final class Row {
    static final int LENGTH = 128;
    private static final int RARE_BYTES = 128;

    /** Rows in a chunk of the table. */
    static final int IN_CHUNK = (int) (Pieces.BYTES / LENGTH);

    /** Bytes behind the large page of a chunk: in place 0 how many rare parts were made, then one for each row at most. */
    static final long BEHIND = (IN_CHUNK + 1L) * RARE_BYTES;

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
    static final int SERVER_RTT = 56; // so far one cache line: a handshake waits for one, not two
    static final int ZERO_WINDOWS = 64; // direction 1 in the upper half, 0 in the lower
    static final int TUNNEL_ID = 72;
    static final int TUNNEL_SRC_HIGH = 80;
    static final int TUNNEL_SRC_LOW = 88;
    static final int TUNNEL_DST_HIGH = 96;
    static final int TUNNEL_DST_LOW = 104;

    /** No time that a packet can have. */
    static final long NEVER = Long.MIN_VALUE;

    /** Parts of {@link #STATE}: VLAN id in bits 0-11, tunnel type in 12-16, ICMP type and code in 18-33, flags, place of the rare part. */
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
    static final long RARE_COUNTS = 1L << 47; // DISORDER, ZERO_WINDOWS and the RTTs hold
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

    /** Of a new chunk, in whose memory anything may be: no rare part is made yet. */
    static void makeChunk(long chunk) {
        set(chunk + Pieces.BYTES, 0, 0);
    }

    /** Of the memory of a new row, in which anything may be: it has no rare part. */
    static void make(long row) {
        set(row, STATE, 0);
    }

    /** The row is nobody's from now on; it keeps the place of its rare part. */
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
        set(row, STATE, get(row, STATE) & ~RARE_COUNTS);
    }

    /** The address of the rare part, which is made if it is not there; what is in it is not known. Changes {@link #STATE}. */
    static long rare(long row) {
        long state = get(row, STATE);
        if (state >>> PLACE_SHIFT == 0) {
            long parts = rareParts(row);
            add(parts, 0, 1);
            state |= get(parts, 0) << PLACE_SHIFT;
            set(row, STATE, state);
        }
        return rareParts(row) + (state >>> PLACE_SHIFT) * RARE_BYTES;
    }

    /** The same; from now on its counts hold. */
    static long rareCounts(long row) {
        long rare = rare(row);
        if ((get(row, STATE) & RARE_COUNTS) == 0) {
            mark(row, RARE_COUNTS);
            set(rare, DISORDER, 0);
            set(rare, DISORDER + 8, 0);
            set(rare, CLIENT_RTT, 0);
            set(rare, SERVER_RTT, 0);
            set(rare, ZERO_WINDOWS, 0);
        }
        return rare;
    }

    private static long rareParts(long row) {
        return (row & -Pieces.BYTES) + Pieces.BYTES;
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
