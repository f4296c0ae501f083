package io.tidemark.e2e.recount;

/**
 * The handshake of one connection (RFC 9293, section 3.5) at one observation point: SYN, SYN+ACK, ACK. What of it comes again before
 * its end moves the time of the SYN, or that of the SYN+ACK that the client answers; after its end it tells nothing.
 */
final class Handshake {
    private static final long NOT_SEEN = Long.MIN_VALUE;

    private long syn = NOT_SEEN;
    private long firstAnswer = NOT_SEEN;
    private long answer = NOT_SEEN;
    private boolean over;

    /**
     * Takes a segment in. The server's side, SYN to SYN+ACK, and the client's, SYN+ACK to ACK, when this segment ends it and both were
     * in the window; 0 else, in ns.
     */
    long take(Packet.Segment segment, boolean fromClient, long time, long windowStart) {
        if (over) {
            return 0;
        }
        if (segment.syn() && !segment.ack()) {
            syn = time;
            firstAnswer = NOT_SEEN;
            answer = NOT_SEEN;
        } else if (segment.syn()) {
            firstAnswer = firstAnswer == NOT_SEEN ? time : firstAnswer;
            answer = time;
        } else if (segment.ack() && fromClient && answer != NOT_SEEN) {
            over = true;
            return syn != NOT_SEEN && firstAnswer >= Math.max(windowStart, syn) && time >= answer
                    ? side(syn, firstAnswer) + side(answer, time)
                    : 0;
        }
        return 0;
    }

    /** At least 1 ns, as 0 is what was not seen. */
    private static long side(long from, long to) {
        return Math.max(1, to - from);
    }
}
