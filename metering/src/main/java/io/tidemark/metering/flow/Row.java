package io.tidemark.metering.flow;

import io.tidemark.metering.decode.Packet;
import io.tidemark.metering.memory.Memory;
import io.tidemark.metering.memory.Pieces;

/**
 * What a row of the flow table holds: 32 longs, 256 bytes, in two places; the constants are offsets in bytes from its address. What each packet touches lies together, 128 bytes,
 * two of the processor's cache lines: key, counters, facts, state. What few packets touch, the rare part, lies {@link #RARE}
 * bytes further on. Ends and directions are those of {@link Packet}: 0 is from A to B, 1 the way back.
 */
final class Row {
    static final int USUAL = 128;

    /** Rows in a chunk of the table. */
    static final int IN_CHUNK = (int) (Pieces.BYTES / (2 * USUAL));

    static final int RARE = IN_CHUNK * USUAL; // from the first part of a chunk to the rare parts of its rows

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

    /** One a direction, 8 bytes apart: start of the hole before the next number, its end in the lower half. */
    static final int HOLE = RARE;

    static final int SYN_TIME = RARE + 16;
    static final int SYN_ACK_TIME = RARE + 24;
    /** One a direction, 8 bytes apart: retransmitted segments in the upper half, out of order in the lower. */
    static final int DISORDER = RARE + 32;

    static final int CLIENT_RTT = RARE + 48;
    static final int SERVER_RTT = RARE + 56; // so far one cache line: a handshake waits for one, not two
    static final int ZERO_WINDOWS = RARE + 64; // direction 1 in the upper half, 0 in the lower
    static final int TUNNEL_ID = RARE + 72;
    static final int TUNNEL_SRC_HIGH = RARE + 80;
    static final int TUNNEL_SRC_LOW = RARE + 88;
    static final int TUNNEL_DST_HIGH = RARE + 96;
    static final int TUNNEL_DST_LOW = RARE + 104;

    /** No time that a packet can have. */
    static final long NEVER = Long.MIN_VALUE;

    /** Parts of {@link #STATE}: VLAN id in bits 0-11, tunnel type in 12-19, ICMP type and code in 20-35, then flags. */
    static final int TUNNEL_SHIFT = 12;

    static final int ICMP_SHIFT = 20;
    static final long USED = 1L << 36;
    static final long INITIATOR_B = 1L << 37;
    static final long INITIATOR_SEEN = 1L << 38;
    static final long TUNNEL_IPV4 = 1L << 39;
    static final long OF_FIRST = (1L << 36) - 1 | TUNNEL_IPV4; // a record's first packet tells it
    static final long RARE_COUNTS = 1L << 40; // DISORDER, ZERO_WINDOWS or a RTT is not 0
    static final long RESET = 1L << 41;
    static final long HAS_SYN = 1L << 42;
    static final long HAS_SYN_ACK = 1L << 43;
    static final long FIN_A = 1L << 44; // of B the next bit
    static final long SEQUENCE_A = 1L << 46; // known; of B the next bit

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
