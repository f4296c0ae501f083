package io.tidemark.e2e.recount;

import io.tidemark.e2e.capture.Volume;

/** What one observation point saw of one biflow in one window; index 0 is from A to B, 1 the way back. */
final class Observed {
    final String point;
    final Volume[] volume = {Volume.NONE, Volume.NONE};
    final long[] retransmitted = new long[2];
    final long[] outOfOrder = new long[2];
    final long[] zeroWindows = new long[2];
    /** Of its TCP handshake, ns; 0: none. */
    long roundTrip;

    boolean clientIsA;
    boolean tunnelled;

    Observed(String point) {
        this.point = point;
    }
}
