package io.tidemark.bench.live;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.flow.Meter;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.ledger.Ledger;
import io.tidemark.metering.record.BatchSink;
import io.tidemark.metering.record.Domain;
import io.tidemark.metering.record.FlowBatchEncoder;
import io.tidemark.metering.record.WarmUp;
import io.tidemark.metering.source.FrameSource;
import io.tidemark.metering.source.Interface;
import io.tidemark.metering.source.LinkListener;
import io.tidemark.metering.source.RingCapture;
import io.tidemark.metering.source.RingSettings;
import io.tidemark.metering.source.Selection;
import java.io.IOException;
import java.util.List;

/**
 * A program that does what capture-service does with packets, up to the encoded {@code FlowBatch}, which it forgets. Argument: the
 * interface. Says {@code ready}, goes on until standard input ends, and says what became of the packets.
 */
final class Receiver {
    private static final int A_TURN = 4096; // as capture-service
    private static final long TICK = 100_000_000;
    private static final long GRACE = 300_000_000;
    private static final int PARTITIONS = 12;

    private Receiver() {}

    public static void main(String[] arguments) throws IOException {
        WarmUp.run();
        var selection = new Selection(List.of(arguments[0]), List.of());
        var bytes = new Bytes();
        try (FrameSource source =
                RingCapture.open(selection, RingSettings.usual(""), new Quiet()).getFirst()) {
            var domain = Domain.live("bench", now(), WindowLength.DEFAULT, PARTITIONS);
            var meter = new Meter(
                    Settings.live(domain.window(), Settings.DEFAULT_ROWS),
                    new FlowBatchEncoder(domain, source::points, bytes));
            Thread.ofPlatform().daemon().start(() -> stopAtEndOfInput(source));
            System.out.println("ready");
            run(source, meter);
            meter.finish(EndReason.END_REASON_FORCED);
            Ledger total = meter.total(0);
            System.out.printf(
                    "received %d lost %d flows %d bytes %d%n",
                    total.meteredPackets(), total.droppedPackets(Cause.KERNEL), bytes.flows, bytes.sum);
        }
    }

    private static void stopAtEndOfInput(FrameSource source) {
        try {
            while (System.in.read() >= 0) {
                // whatever is said, only the end counts
            }
        } catch (IOException e) {
            // that is an end too
        }
        source.stop();
    }

    private static void run(FrameSource source, Meter meter) throws IOException {
        long nextTick = 0;
        for (int frames = 0; frames != FrameSource.END; frames = source.poll(meter, A_TURN)) {
            long now = now();
            if (now >= nextTick) {
                nextTick = now + TICK;
                meter.advance(now - GRACE);
                countDrops(source, meter, now);
            }
            if (frames == 0) {
                source.await(TICK);
            }
        }
        countDrops(source, meter, now());
    }

    private static void countDrops(FrameSource source, Meter meter, long now) {
        long drops = source.takeKernelDrops(0);
        if (drops > 0) {
            meter.drop(Cause.KERNEL, 0, now, drops, 0);
        }
    }

    private static long now() {
        return System.currentTimeMillis() * 1_000_000;
    }

    private static final class Bytes implements BatchSink {
        private long sum;
        private long flows;

        @Override
        public boolean flows(int partition, byte[] batch, int flowCount) {
            sum += batch.length;
            flows += flowCount;
            return true;
        }

        @Override
        public void marker(int partition, byte[] batch, int flowCount) {
            flows(partition, batch, flowCount);
        }
    }

    /** The orchestra counts; nobody reads what this could say. */
    private static final class Quiet implements LinkListener {
        @Override
        public void opened(Interface link, long ringBytes) {}

        @Override
        public void closed(Interface link) {}

        @Override
        public void refused(Interface link, String reason) {
            throw new IllegalStateException(reason);
        }

        @Override
        public void waiting(List<Interface> there) {}
    }
}
