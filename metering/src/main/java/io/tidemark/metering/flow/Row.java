package io.tidemark.metering.flow;

/**
 * What a row of the flow table holds: 32 longs, 256 bytes. End A is the sender of the biflow's first packet; direction 0 is
 * from A to B, 1 the way back. The first part is the key, the second what the current record counts, the third what TCP needs
 * to remember over windows.
 */
final class Row {
    static final int LONGS = 32;

    static final int A_HIGH = 0;
    static final int A_LOW = 1;
    static final int B_HIGH = 2;
    static final int B_LOW = 3;
    /** Port of A in bits 0-15, of B in 16-31, protocol 32-39, point 40-55, IPv4 in bit 56. */
    static final int KEY = 4;

    static final int WINDOW = 5; // start of the window that the counts belong to, ns
    static final int FIRST = 6; // ns
    static final int LAST = 7; // ns; stays when a record is cut
    /** Packets, bytes and frame bytes of direction 0, then of direction 1. */
    static final int PACKETS = 8;

    static final int BYTES = 9;
    static final int FRAME_BYTES = 10;
    static final int REVERSE = 3; // from a direction's counters to the other's
    /** A byte each, direction 0 then 1: TCP flags, least TTL, largest TTL, DSCP. */
    static final int FACTS = 14;

    static final int STATE = 15;

    /** Two for each direction: next sequence number and start of the hole before it, then end of the hole. */
    static final int SEQUENCE = 16;

    static final int DISORDER =
            20; // one a direction: retransmitted segments in the upper half, out of order in the lower
    static final int ZERO_WINDOWS = 22; // direction 1 in the upper half, 0 in the lower
    static final int SYN_TIME = 23;
    static final int SYN_ACK_TIME = 24;
    static final int CLIENT_RTT = 25;
    static final int SERVER_RTT = 26;
    static final int TUNNEL_ID = 27;
    static final int TUNNEL_SRC_HIGH = 28;
    static final int TUNNEL_SRC_LOW = 29;
    static final int TUNNEL_DST_HIGH = 30;
    static final int TUNNEL_DST_LOW = 31;

    /** Parts of {@link #STATE}: VLAN id in bits 0-11, tunnel type in 12-19, ICMP type and code in 20-35, then flags. */
    static final int TUNNEL_SHIFT = 12;

    static final int ICMP_SHIFT = 20;
    static final long ICMP_MASK = 0xFFFFL << ICMP_SHIFT;
    static final long USED = 1L << 36;
    static final long INITIATOR_B = 1L << 37;
    static final long INITIATOR_SEEN = 1L << 38;
    static final long TUNNEL_IPV4 = 1L << 39;
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
        return (rows[at + PACKETS] | rows[at + PACKETS + REVERSE]) == 0;
    }
}
