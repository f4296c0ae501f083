package io.tidemark.metering.record;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.flow.Meter;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.source.MadeUpRing;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Runs the whole way from ring to batches on frames that nobody sent, so that it is compiled before a network is listened to: a
 * cold JVM takes some µs a packet, and a small ring is full before it has become fast. What comes out is forgotten.
 */
public final class WarmUp {
    private static final long FRAMES = 500_000; // at least: then all of the hot path is wanted compiled
    private static final long QUIET_NANOS = 50_000_000; // and it is, when the compilers have done nothing for so long
    private static final long MOST_NANOS = 2_000_000_000; // on a machine that is busy
    private static final long GRACE_NANOS = 20_000_000_000L; // two rounds of the ring
    private static final long A_REST = 1_000_000;
    private static final int A_TURN = 64; // few, so that turns are compiled, too
    private static final int A_TICK = 16; // turns: what is done now and then is compiled, too, but not thoroughly
    private static final long IDLE_NANOS = 15_000_000_000L; // those that are silent for a round are idle
    private static final int ROWS = 1 << 12; // reached from none, so that the table grows
    private static final int PARTITIONS = 6; // few, so that batches are full before their window ends

    private WarmUp() {}

    /** Takes half a second, on a busy machine up to two. */
    public static void run() {
        run(() -> false);
    }

    /** As {@link #run()}, but ends soon once it is not wanted any more. */
    public static void run(BooleanSupplier stopped) {
        var domain = Domain.live("warm-up", 0, WindowLength.DEFAULT, PARTITIONS);
        var compilers = ManagementFactory.getCompilationMXBean();
        long frames = 0;
        long start = WindowLength.nanos(Instant.now());
        try (var one = new MadeUpRing(start, 0, 0);
                var other = one.twin(1)) { // code that has seen one memory only is thrown away at the second
            var meter = new Meter(
                    new Settings(domain.window(), IDLE_NANOS, ROWS, 0, true),
                    new FlowBatchEncoder(domain, one::points, new Forgetful()));
            long began = System.nanoTime();
            long busy = began; // when the compilers were last seen at work
            long worked = 0;
            long now = began;
            for (int turn = 0;
                    !stopped.getAsBoolean()
                            && now - began < MOST_NANOS
                            && (frames < FRAMES || now - busy < QUIET_NANOS);
                    turn++) {
                frames += one.poll(meter, A_TURN);
                frames += other.poll(meter, A_TURN);
                meter.advance(one.timeNanos() - GRACE_NANOS);
                if (turn % A_TICK == 0) {
                    one.takeKernelDrops(0);
                }
                if (frames >= FRAMES) {
                    one.await(A_REST); // the compilers need the processor more
                }
                now = System.nanoTime();
                long millis = compilers == null ? 0 : compilers.getTotalCompilationTime();
                if (millis != worked) {
                    worked = millis;
                    busy = now;
                }
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
