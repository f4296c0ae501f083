package io.tidemark.metering.flow;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.ledger.Ledger;
import io.tidemark.metering.record.BatchSink;
import io.tidemark.metering.record.Domain;
import io.tidemark.metering.record.FlowBatchEncoder;
import io.tidemark.metering.source.FrameSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Fuzz target: any sequence of frames through the whole metering process. Whatever they are, every frame is in a record or
 * under a cause, exactly once: frames given = received = metered + causes, metered = sum over records, and the encoded batches
 * are read back with the same sums.
 */
public final class MeterFuzz {
    private static final int[] LINK_TYPES = {1, 101, 113, 276, 0, 9};
    private static final long MILLI = 1_000_000;

    private MeterFuzz() {}

    /** Called by Jazzer and by the tests. The first byte chooses table and windows; then frames: link type, time, length, bytes. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        WindowLength window = window(data[0]);
        var sums = new Sums(window, (data[0] & 8) != 0);
        boolean small = (data[0] & 4) != 0;
        var settings = new Settings(window, Duration.ofSeconds(3).toNanos(), small ? 16 : 4096, small ? 16 : 64, false);
        var meter = new Meter(settings, sums);
        long time = 1_700_000_000_000L * MILLI;
        int at = 1;
        while (at + 6 <= data.length) {
            int length = Math.min(data[at + 4] & 0xFF, data.length - at - 6);
            int wire = length + (data[at + 5] & 0xFF);
            time += (short) ((data[at + 1] & 0xFF) << 8 | data[at + 2] & 0xFF) * MILLI; // back, too
            byte[] frame = Arrays.copyOfRange(data, at + 6, at + 6 + length);
            sums.given(wire);
            meter.frame(
                    data[at + 3] & 1,
                    LINK_TYPES[(data[at] & 0xFF) % LINK_TYPES.length],
                    time,
                    MemorySegment.ofArray(frame),
                    0,
                    length,
                    wire,
                    data[at + 3] >> 1 & 3);
            at += 6 + length;
        }
        meter.finish(EndReason.END_REASON_FORCED);
        sums.check();
    }

    private static WindowLength window(byte choice) {
        return switch (choice & 3) {
            case 0 -> WindowLength.of(Duration.ofDays(1));
            case 1 -> WindowLength.of(Duration.ofMillis(100));
            case 2 -> WindowLength.of(Duration.ofSeconds(1));
            default -> WindowLength.DEFAULT;
        };
    }

    /** Counts what goes in and what comes out, in the records and in the bytes made of them. */
    private static final class Sums implements FlowSink {
        private final Ledger ledger = new Ledger();
        private final FlowBatchEncoder encoder;
        private long givenPackets;
        private long givenBytes;
        private long packets;
        private long frameBytes;
        private long sentPackets;
        private long sentBytes;

        /** @param refusing batches are refused now and then, as by a full buffer */
        Sums(WindowLength window, boolean refusing) {
            var sink = new BatchSink() {
                private int batches;

                @Override
                public boolean flows(int partition, byte[] batch, int flows) {
                    if (refusing && batches++ % 2 == 0) {
                        return false;
                    }
                    read(batch);
                    return true;
                }

                @Override
                public void marker(int partition, byte[] batch, int flows) {
                    read(batch);
                }
            };
            var points = List.of(new FrameSource.Point("if0", 0), new FrameSource.Point("if1", 0));
            encoder = new FlowBatchEncoder(new Domain("n", 1, "n", window, 3), () -> points, sink);
        }

        void given(int wire) {
            givenPackets++;
            givenBytes += wire;
        }

        @Override
        public void flow(FlowRecord flow) {
            encoder.flow(flow);
            long both = flow.packets(FlowRecord.FORWARD) + flow.packets(FlowRecord.REVERSE);
            require(both > 0 && flow.startNanos() <= flow.endNanos(), "packets of a record without any, or time", both);
            packets += both;
            frameBytes += flow.frameBytes(FlowRecord.FORWARD) + flow.frameBytes(FlowRecord.REVERSE);
        }

        @Override
        public void windowEnd(long windowStart, List<Ledger> ledgers) {
            encoder.windowEnd(windowStart, ledgers); // moves what was refused
            ledgers.stream().filter(Objects::nonNull).forEach(ledger::add);
        }

        @Override
        public void end() {
            encoder.end();
        }

        private void read(byte[] batch) {
            try {
                FlowBatch.parseFrom(batch).getFlows().forEach(flow -> {
                    sentPackets +=
                            flow.getForward().getPackets() + flow.getReverse().getPackets();
                    sentBytes += flow.getForward().getFrameBytes()
                            + flow.getReverse().getFrameBytes();
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void check() {
            long refused = ledger.droppedPackets(Cause.PUBLISH_FULL);
            require(ledger.receivedPackets() == givenPackets, "received packets", ledger.receivedPackets());
            require(ledger.receivedBytes() == givenBytes, "received bytes", ledger.receivedBytes());
            require(ledger.meteredPackets() + refused == packets, "metered packets", ledger.meteredPackets());
            require(
                    ledger.meteredBytes() + ledger.droppedBytes(Cause.PUBLISH_FULL) == frameBytes,
                    "metered bytes",
                    ledger.meteredBytes());
            require(ledger.meteredPackets() == sentPackets, "sent packets", sentPackets);
            require(ledger.meteredBytes() == sentBytes, "sent bytes", sentBytes);
            for (Cause cause : Cause.values()) {
                require(ledger.droppedPackets(cause) >= 0, cause.label(), ledger.droppedPackets(cause));
            }
        }

        private static void require(boolean holds, String what, long value) {
            if (!holds) {
                throw new IllegalStateException("%s: %d".formatted(what, value));
            }
        }
    }
}
