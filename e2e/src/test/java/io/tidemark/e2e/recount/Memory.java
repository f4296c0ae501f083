package io.tidemark.e2e.recount;

/**
 * What is remembered of a biflow from window to window, to know who began: who sent the SYN or the ICMP request; where neither was
 * seen the end with the higher port, or who sent first.
 */
final class Memory {
    private final Sent[] sent = {new Sent(), new Sent()};
    private Handshake handshake = new Handshake();
    private final boolean[] fin = new boolean[2];
    private boolean reset;
    private boolean seen;
    private long last = Long.MIN_VALUE;
    private boolean clientIsA;

    Memory(Packet first) {
        boolean answers = first.sourcePort() < first.destinationPort();
        clientIsA = Biflow.isFromA(first) != answers;
    }

    /** Whether a window that begins then knows nothing of it any more: the connection is over, or nothing came for a minute. */
    boolean isOverBefore(long windowStart) {
        return last < windowStart && (hasEnded() || last <= windowStart - 60_000_000_000L);
    }

    boolean clientIsA() {
        return clientIsA;
    }

    /**
     * What is told of a packet by those before it.
     *
     * @param roundTrip that it ends, client's and server's side together, ns; 0: none, or one that began before the window
     */
    record Told(Sent.Order order, long roundTrip) {
        private static final Told NOTHING = new Told(Sent.Order.NEXT, 0);
    }

    /** Takes a packet in. */
    Told take(Packet packet, long time, long windowStart) {
        last = Math.max(last, time);
        boolean fromA = Biflow.isFromA(packet);
        var segment = packet.segment();
        if (segment != null) {
            return take(segment, fromA, time, windowStart);
        }
        boolean six = packet.protocol() == Packet.ICMP6;
        if (!seen && packet.icmpType() == (six ? 128 : 8)) {
            clientIsA = fromA;
            seen = true;
        } else if (!seen && packet.icmpType() == (six ? 129 : 0)) {
            clientIsA = !fromA;
        }
        return Told.NOTHING;
    }

    private Told take(Packet.Segment segment, boolean fromA, long time, long windowStart) {
        int direction = fromA ? 0 : 1;
        if (segment.syn() && !segment.ack() && hasEnded()) { // the ports are used again
            seen = false;
            reset = false;
            handshake = new Handshake();
            for (int i = 0; i < 2; i++) {
                fin[i] = false;
                sent[i] = new Sent();
            }
        }
        if (segment.syn() && !seen) {
            clientIsA = fromA != segment.ack();
            seen = true;
        }
        reset |= segment.rst();
        fin[direction] |= segment.fin() && !segment.rst();
        long roundTrip = handshake.take(segment, fromA == clientIsA, time, windowStart);
        return new Told(sent[direction].add(segment), roundTrip);
    }

    private boolean hasEnded() {
        return reset || fin[0] && fin[1];
    }
}
