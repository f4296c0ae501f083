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
    private static final long LOWER_HALF = 0xFFFFFFFFL;
    private static final long WINDOW = 0xFFFF;

    /** In {@link Row#STATE} of a row that is no TCP. */
    static final long NO_TCP = Row.SEQUENCE_A * 3;

    private static final int NEW_CONNECTION =
            1 << 30; // sequence numbers further apart than any window (RFC 7323: 2^30)

    private TcpFacts() {}

    /**
     * Counts the segment if it is like most: an acknowledgment of an open connection, with data or not, that begins where the one
     * before ended. One branch for all that, because the processor guesses it right where it would not know whether there is data. A
     * packet that is no TCP and no ICMP is as such a segment without data ({@link Packet#tcpRest}, {@link #NO_TCP}).
     *
     * @return false: {@link #unusual} is to look at it
     */
    static boolean isUsual(long row, int direction, Packet p) {
        long rest = p.tcpRest();
        int next = next(row, direction);
        long isKnown = Row.SEQUENCE_A << direction;
        long unlike = (rest ^ Packet.ACK << 16) & (Packet.SYN | Packet.FIN | Packet.RST | Packet.ACK) << 16;
        unlike |= Row.get(row, Row.STATE) & (Row.HAS_SYN_ACK | Row.SYN_IS_LAST | isKnown) ^ isKnown;
        if ((unlike | next ^ p.tcpSeq()) != 0 || (rest & WINDOW) == 0) {
            return false;
        }
        Row.setInt(row, Row.part4(Row.SEQUENCE, direction), next + p.tcpPayload());
        return true;
    }

    private static int next(long row, int direction) {
        return Row.getInt(row, Row.part4(Row.SEQUENCE, direction));
    }

    /** A segment of which more is to be said than its sequence number. */
    static void unusual(long row, int direction, Packet p, long time) {
        int flags = p.tcpFlags();
        if ((flags & Packet.SYN) != 0) {
            syn(row, direction, p, time);
        } else if ((flags & Packet.ACK) != 0) {
            acknowledge(row, direction, time);
        }
        if ((flags & Packet.RST) != 0) {
            Row.mark(row, Row.RESET);
            return;
        }
        sequence(row, direction, p);
        if ((flags & Packet.FIN) != 0) {
            Row.mark(row, Row.FIN_A << direction);
        }
        if (p.tcpWindow() == 0 && (flags & (Packet.SYN | Packet.FIN)) == 0) {
            Row.addZeroWindow(row, direction);
        }
    }

    private static void syn(long row, int direction, Packet p, long time) {
        boolean first = (p.tcpFlags() & Packet.ACK) == 0;
        long state = Row.get(row, Row.STATE);
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
        if (repeatsHandshake(row, state, direction, p)) {
            Row.set(row, Row.STATE, state);
            return;
        }
        if (first) {
            Row.set(row, Row.STATE, state & ~Row.HAS_SYN_ACK | Row.HAS_SYN);
            setSynTime(row, time);
        } else {
            Row.set(row, Row.STATE, state | Row.HAS_SYN_ACK);
            long rare = Row.rareCounts(row);
            if ((state & (Row.HAS_SYN | Row.HAS_SYN_ACK)) == Row.HAS_SYN) {
                Row.set(rare, Row.SERVER_RTT, roundTrip(Row.get(rare, Row.SYN_TIME), time));
            }
            Row.set(rare, Row.SYN_ACK_TIME, time);
        }
    }

    /** Most biflows of a scan or of few packets have nothing but a SYN; these need no rare part. */
    private static void setSynTime(long row, long time) {
        if (Row.get(row, Row.LAST) == time) {
            Row.mark(row, Row.SYN_IS_LAST);
        } else {
            Row.set(Row.rare(row), Row.SYN_TIME, time);
        }
    }

    /** Another packet comes: the time of a SYN that was the last one is written down before {@link Row#LAST} changes. */
    static void keepSynTime(long row) {
        if ((Row.get(row, Row.STATE) & Row.SYN_IS_LAST) != 0) {
            Row.set(Row.rare(row), Row.SYN_TIME, Row.get(row, Row.LAST));
            Row.set(row, Row.STATE, Row.get(row, Row.STATE) ^ Row.SYN_IS_LAST);
        }
    }

    /** The handshake is over, and a segment of it comes once more: it began where others have been. It tells no round trip. */
    private static boolean repeatsHandshake(long row, long state, int direction, Packet p) {
        int behind = next(row, direction) - p.tcpSeq();
        boolean open = (state & (Row.HAS_SYN | Row.HAS_SYN_ACK)) == 0 && (state & Row.SEQUENCE_A << direction) != 0;
        return open && behind > 0 && behind <= NEW_CONNECTION;
    }

    /** The first acknowledgment of the initiator after SYN+ACK ends the handshake. */
    private static void acknowledge(long row, int direction, long time) {
        long state = Row.get(row, Row.STATE);
        if ((state & Row.HAS_SYN_ACK) != 0 && direction == initiatorOf(state)) {
            Row.set(row, Row.STATE, state & ~(Row.HAS_SYN | Row.HAS_SYN_ACK));
            long rare = Row.rareCounts(row);
            Row.set(rare, Row.CLIENT_RTT, roundTrip(Row.get(rare, Row.SYN_ACK_TIME), time));
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

    private static void sequence(long row, int direction, Packet p) {
        int flags = p.tcpFlags();
        int length = p.tcpPayload() + ((flags & Packet.SYN) >>> 1) + (flags & Packet.FIN);
        if (length == 0) {
            return;
        }
        int start = p.tcpSeq();
        int end = start + length;
        int next = next(row, direction);
        long isKnown = Row.SEQUENCE_A << direction;
        boolean anew = (Row.get(row, Row.STATE) & isKnown) == 0 || Math.abs((long) (start - next)) > NEW_CONNECTION;
        if (anew || (flags & Packet.SYN) != 0 && end != next) {
            Row.set(row, Row.STATE, Row.get(row, Row.STATE) & ~(Row.HOLE_A << direction) | isKnown);
            expect(row, direction, end);
        } else if (start - next >= 0) {
            if (start != next) {
                setHole(row, direction, hasHole(row, direction) ? holeBegin(row, direction) : next, start);
            }
            expect(row, direction, end);
        } else {
            behind(row, direction, p, end);
        }
    }

    private static void behind(long row, int direction, Packet p, int end) {
        int start = p.tcpSeq();
        int next = next(row, direction);
        if (start == next - 1 && p.tcpPayload() <= 1 && (p.tcpFlags() & (Packet.SYN | Packet.FIN)) == 0) {
            return; // keep-alive
        }
        long rare = Row.rareCounts(row);
        if (hasHole(row, direction)) {
            int hole = holeBegin(row, direction);
            int holeEnd = (int) Row.get(rare, Row.part8(Row.HOLE, direction));
            if (start - hole >= 0 && holeEnd - end >= 0) {
                Row.add(rare, Row.part8(Row.DISORDER, direction), OUT_OF_ORDER);
                setHole(row, direction, start == hole ? end : hole, end == holeEnd && start != hole ? start : holeEnd);
                return;
            }
        }
        Row.add(rare, Row.part8(Row.DISORDER, direction), RETRANSMITTED);
        if (end - next > 0) {
            expect(row, direction, end);
        }
    }

    private static void expect(long row, int direction, int next) {
        Row.setInt(row, Row.part4(Row.SEQUENCE, direction), next);
    }

    private static boolean hasHole(long row, int direction) {
        return (Row.get(row, Row.STATE) & Row.HOLE_A << direction) != 0;
    }

    private static int holeBegin(long row, int direction) {
        return (int) (Row.get(Row.rare(row), Row.part8(Row.HOLE, direction)) >>> 32);
    }

    /** Sets the hole; none if it ends where it begins. */
    private static void setHole(long row, int direction, int begin, int end) {
        Row.set(Row.rare(row), Row.part8(Row.HOLE, direction), (long) begin << 32 | end & LOWER_HALF);
        long has = Row.HOLE_A << direction;
        Row.set(row, Row.STATE, begin == end ? Row.get(row, Row.STATE) & ~has : Row.get(row, Row.STATE) | has);
    }
}
