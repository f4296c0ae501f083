package io.tidemark.metering.record;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.flow.Meter;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.source.FrameSource;
import io.tidemark.metering.source.MadeUpRing;

/**
 * Runs the whole way from ring to batches on frames that nobody sent, so that it is compiled before a network is listened to: a
 * cold JVM takes some µs a packet, and a small ring is full before it has become fast. What comes out is forgotten.
 */
public final class WarmUp {
    /** After so many frames the hot path is compiled by both compilers: 0.1 to 0.3 s. */
    public static final long FRAMES = 300_000;

    private static final int A_TURN = 256;
    private static final int ROWS = 1 << 14;
    private static final int PARTITIONS = 12;

    private WarmUp() {}

    /** @param frames at least so many are metered */
    public static void run(long frames) {
        var domain = Domain.live("warm-up", 0, WindowLength.DEFAULT, PARTITIONS);
        try (var ring = new MadeUpRing(0, frames)) {
            var encoder = new FlowBatchEncoder(domain, ring::points, new Forgetful());
            var meter = new Meter(Settings.live(domain.window(), ROWS), encoder);
            while (ring.poll(meter, A_TURN) != FrameSource.END) {
                meter.advance(0);
            }
            meter.finish(EndReason.END_REASON_FORCED);
        }
    }

    private static final class Forgetful implements BatchSink {
        @Override
        public boolean flows(int partition, byte[] batch, int flows) {
            return true;
        }

        @Override
        public void marker(int partition, byte[] batch, int flows) {
            // it says nothing to anybody
        }
    }
}
