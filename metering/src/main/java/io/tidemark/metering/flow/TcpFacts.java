package io.tidemark.metering.flow;

import io.tidemark.metering.decode.Packet;

/**
 * What TCP segments tell beyond their bytes (RFC 9293): who began, the round-trip times of the handshake, disorder, the end.
 * State is bounded: for each direction the next expected sequence number and one hole below it.
 *
 * <p>A segment of data or SYN or FIN that begins at the expected number is in order. One that begins beyond it opens a hole, or
 * widens the one that is open. One that lies in the hole was not seen before: out of order. Any other one that begins below the
 * expected number was seen before: retransmitted. A keep-alive (one byte at most, just below) is neither. A fill after a loss
 * before the observation point cannot be told from disorder and counts as out of order.
 */
final class TcpFacts {
    private static final long RETRANSMITTED = 1L << 32;
    private static final long OUT_OF_ORDER = 1;
    private static final long NEXT = 0xFFFFFFFFL; // the lower half
    private static final int NEW_CONNECTION =
            1 << 30; // sequence numbers further apart than any window (RFC 7323: 2^30)

    private TcpFacts() {}

    static void update(long[] rows, int at, int direction, Packet p, long time) {
        long sequence = rows[at + Row.SEQUENCE];
        int next = (int) (sequence >>> 32 * direction);
        if (isNext(rows[at + Row.STATE], next, direction, p)) {
            rows[at + Row.SEQUENCE] = put(sequence, direction, next + p.tcpPayload());
        } else {
            unusual(rows, at, direction, p, time);
        }
    }

    /**
     * Most segments: an acknowledgment of an open connection, with data or not, that begins where the one before ended. One
     * branch for all that, because the processor guesses it right where it would not know whether there is data.
     */
    private static boolean isNext(long state, int next, int direction, Packet p) {
        long unlike = p.tcpFlags() & (Packet.SYN | Packet.FIN | Packet.RST | Packet.ACK) ^ Packet.ACK;
        unlike |= state & (Row.HAS_SYN_ACK | Row.SEQUENCE_A << direction) ^ Row.SEQUENCE_A << direction;
        return (unlike | next ^ p.tcpSeq()) == 0 && p.tcpWindow() != 0;
    }

    private static long put(long sequence, int direction, int next) {
        return sequence & NEXT << 32 * (direction ^ 1) | (next & NEXT) << 32 * direction;
    }

    private static void unusual(long[] rows, int at, int direction, Packet p, long time) {
        int flags = p.tcpFlags();
        if ((flags & Packet.SYN) != 0) {
            syn(rows, at, direction, flags, time);
        } else if ((flags & Packet.ACK) != 0) {
            acknowledge(rows, at, direction, time);
        }
        if ((flags & Packet.RST) != 0) {
            rows[at + Row.STATE] |= Row.RESET;
            return;
        }
        sequence(rows, at, direction, p);
        if ((flags & Packet.FIN) != 0) {
            rows[at + Row.STATE] |= Row.FIN_A << direction;
        }
        if (p.tcpWindow() == 0 && (flags & (Packet.SYN | Packet.FIN)) == 0) {
            rows[at + Row.ZERO_WINDOWS] += 1L << 32 * direction;
            rows[at + Row.STATE] |= Row.RARE_COUNTS;
        }
    }

    private static void syn(long[] rows, int at, int direction, int flags, long time) {
        boolean first = (flags & Packet.ACK) == 0;
        long state = rows[at + Row.STATE];
        if (first && Row.hasEnded(state)) { // the ports are used again
            state &= ~(Row.RESET
                    | Row.FIN_A * 3
                    | Row.SEQUENCE_A * 3
                    | Row.INITIATOR_SEEN
                    | Row.HAS_SYN
                    | Row.HAS_SYN_ACK);
        }
        if ((state & Row.INITIATOR_SEEN) == 0) {
            state = initiator(state, first ? direction : 1 - direction) | Row.INITIATOR_SEEN;
        }
        if (first) {
            state = state & ~Row.HAS_SYN_ACK | Row.HAS_SYN;
            rows[at + Row.SYN_TIME] = time;
        } else {
            if ((state & (Row.HAS_SYN | Row.HAS_SYN_ACK)) == Row.HAS_SYN) {
                rows[at + Row.SERVER_RTT] = roundTrip(rows[at + Row.SYN_TIME], time);
                state |= Row.RARE_COUNTS;
            }
            state |= Row.HAS_SYN_ACK;
            rows[at + Row.SYN_ACK_TIME] = time;
        }
        rows[at + Row.STATE] = state;
    }

    /** The first acknowledgment of the initiator after SYN+ACK ends the handshake. */
    private static void acknowledge(long[] rows, int at, int direction, long time) {
        long state = rows[at + Row.STATE];
        if ((state & Row.HAS_SYN_ACK) != 0 && direction == initiatorOf(state)) {
            rows[at + Row.CLIENT_RTT] = roundTrip(rows[at + Row.SYN_ACK_TIME], time);
            rows[at + Row.STATE] = state & ~(Row.HAS_SYN | Row.HAS_SYN_ACK) | Row.RARE_COUNTS;
        }
    }

    /** At least 1 ns if the clock ran forward at all; 0, that is unknown, if it ran back. */
    private static long roundTrip(long from, long to) {
        return to < from ? 0 : Math.max(1, to - from);
    }

    static long initiator(long state, int direction) {
        return direction == 0 ? state & ~Row.INITIATOR_B : state | Row.INITIATOR_B;
    }

    static int initiatorOf(long state) {
        return (state & Row.INITIATOR_B) != 0 ? 1 : 0;
    }

    private static void sequence(long[] rows, int at, int direction, Packet p) {
        int flags = p.tcpFlags();
        int length = p.tcpPayload() + ((flags & Packet.SYN) >>> 1) + (flags & Packet.FIN);
        if (length == 0) {
            return;
        }
        int start = p.tcpSeq();
        int end = start + length;
        int next = (int) (rows[at + Row.SEQUENCE] >>> 32 * direction);
        long isKnown = Row.SEQUENCE_A << direction;
        boolean anew = (rows[at + Row.STATE] & isKnown) == 0 || Math.abs((long) (start - next)) > NEW_CONNECTION;
        if (anew || (flags & Packet.SYN) != 0 && end != next) {
            rows[at + Row.STATE] |= isKnown;
            expect(rows, at, direction, end, end, end);
        } else if (start - next >= 0) {
            ahead(rows, at, direction, start, end);
        } else {
            behind(rows, at, direction, p, end);
        }
    }

    private static void ahead(long[] rows, int at, int direction, int start, int end) {
        int next = (int) (rows[at + Row.SEQUENCE] >>> 32 * direction);
        int hole = (int) (rows[at + Row.HOLE + direction] >>> 32);
        int holeEnd = (int) rows[at + Row.HOLE + direction];
        if (start != next) {
            hole = hole == holeEnd ? next : hole;
            holeEnd = start;
        }
        expect(rows, at, direction, end, hole, holeEnd);
    }

    private static void behind(long[] rows, int at, int direction, Packet p, int end) {
        int start = p.tcpSeq();
        int next = (int) (rows[at + Row.SEQUENCE] >>> 32 * direction);
        int hole = (int) (rows[at + Row.HOLE + direction] >>> 32);
        int holeEnd = (int) rows[at + Row.HOLE + direction];
        if (start == next - 1 && p.tcpPayload() <= 1 && (p.tcpFlags() & (Packet.SYN | Packet.FIN)) == 0) {
            return; // keep-alive
        }
        rows[at + Row.STATE] |= Row.RARE_COUNTS;
        if (start - hole >= 0 && holeEnd - end >= 0) {
            rows[at + Row.DISORDER + direction] += OUT_OF_ORDER;
            int left = start == hole ? end : hole;
            expect(rows, at, direction, next, left, end == holeEnd && start != hole ? start : holeEnd);
            return;
        }
        rows[at + Row.DISORDER + direction] += RETRANSMITTED;
        if (end - next > 0) {
            expect(rows, at, direction, end, hole, holeEnd);
        }
    }

    private static void expect(long[] rows, int at, int direction, int next, int hole, int holeEnd) {
        rows[at + Row.SEQUENCE] = put(rows[at + Row.SEQUENCE], direction, next);
        rows[at + Row.HOLE + direction] = (long) hole << 32 | holeEnd & NEXT;
    }
}
