package io.tidemark.metering.flow;

/**
 * What a row of the flow table holds: 32 longs, 256 bytes, in two places. What each packet touches lies together, 128 bytes,
 * two of the processor's cache lines: key, counters, facts, state. What few packets touch, the rare part, lies {@link #RARE}
 * longs further on. End A is the lower one of the two ({@link Arrival}), direction 0 is from A to B, 1 the way back.
 */
final class Row {
    /** Rows in a chunk of the table, 1 MiB. Of 1024 and of 8192 rows it is a few percent slower. */
    static final int IN_CHUNK = 1 << 12;

    static final int LONGS = 16;
    static final int RARE = IN_CHUNK * LONGS; // from the first part of a chunk to the rare parts of its rows

    static final int A_HIGH = 0;
    static final int A_LOW = 1;
    static final int B_HIGH = 2;
    static final int B_LOW = 3;
    /** Port of A in bits 0-15, of B in 16-31, protocol 32-39, point 40-55, IPv4 in bit 56. */
    static final int KEY = 4;

    /** The key of a row that is free. */
    static final long NO_KEY = -1;

    static final int FIRST = 5; // ns; tells the window that the counts belong to; NEVER if there are none
    static final int LAST = 6; // ns; stays when a record is cut
    static final int STATE = 7;

    /** Packets, bytes and frame bytes of direction 0, then of direction 1. */
    static final int PACKETS = 8;

    static final int BYTES = 9;
    static final int FRAME_BYTES = 10;
    static final int REVERSE = 3; // from a direction's counters to the other's
    /** A byte each, direction 0 then 1: TCP flags, least TTL, largest TTL, DSCP. */
    static final int FACTS = 14;

    /** The next sequence number of direction 0 in the lower half, of direction 1 in the upper. */
    static final int SEQUENCE = 15;

    static final int HOLE =
            RARE; // one a direction: start of the hole before the next number, its end in the lower half
    static final int DISORDER =
            RARE + 2; // one a direction: retransmitted segments in the upper half, out of order in the lower
    static final int ZERO_WINDOWS = RARE + 4; // direction 1 in the upper half, 0 in the lower
    static final int CLIENT_RTT = RARE + 5;
    static final int SERVER_RTT = RARE + 6;
    static final int SYN_TIME = RARE + 7;
    static final int SYN_ACK_TIME = RARE + 8;
    static final int TUNNEL_ID = RARE + 9;
    static final int TUNNEL_SRC_HIGH = RARE + 10;
    static final int TUNNEL_SRC_LOW = RARE + 11;
    static final int TUNNEL_DST_HIGH = RARE + 12;
    static final int TUNNEL_DST_LOW = RARE + 13;

    /** No time that a packet can have. */
    static final long NEVER = Long.MIN_VALUE;

    /** Parts of {@link #STATE}: VLAN id in bits 0-11, tunnel type in 12-19, ICMP type and code in 20-35, then flags. */
    static final int TUNNEL_SHIFT = 12;

    static final int ICMP_SHIFT = 20;
    static final long ICMP_MASK = 0xFFFFL << ICMP_SHIFT;
    static final long USED = 1L << 36;
    static final long INITIATOR_B = 1L << 37;
    static final long INITIATOR_SEEN = 1L << 38;
    static final long TUNNEL_IPV4 = 1L << 39;
    static final long RARE_COUNTS = 1L << 40; // DISORDER, ZERO_WINDOWS or a RTT is not 0
    static final long RESET = 1L << 41;
    static final long HAS_SYN = 1L << 42;
    static final long HAS_SYN_ACK = 1L << 43;
    static final long FIN_A = 1L << 44; // of B the next bit
    static final long SEQUENCE_A = 1L << 46; // known; of B the next bit

    static final long KEY_IPV4 = 1L << 56;

    private Row() {}

    static boolean isUsed(long state) {
        return (state & USED) != 0;
    }

    /** FIN both ways, or a reset: the connection is over. */
    static boolean hasEnded(long state) {
        return (state & RESET) != 0 || (state & FIN_A * 3) == FIN_A * 3;
    }

    static boolean isEmpty(long[] rows, int at) {
        return rows[at + FIRST] == NEVER;
    }
}
