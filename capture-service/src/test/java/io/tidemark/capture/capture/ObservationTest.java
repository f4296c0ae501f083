package io.tidemark.capture.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.flow.Meter;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.record.BatchSink;
import io.tidemark.metering.record.Domain;
import io.tidemark.metering.source.CaptureFile;
import io.tidemark.metering.source.FrameHandler;
import io.tidemark.metering.source.FrameSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObservationTest {
    @TempDir
    private Path folder;

    private final Totals totals = new Totals();

    @Test
    void countsWhatIsInRefusedBatchesAsPublishFullAndNowhereElse() throws IOException {
        var sample = SampleCapture.write(folder.resolve("sample.pcap"), 40_000, 20_000, 15);
        var sink = new EveryOther();

        observe(sample, sink, meter -> meter);

        assertThat(sink.refused).isPositive();
        assertThat(totals.receivedPackets()).isEqualTo(sample.packets());
        assertThat(totals.receivedBytes()).isEqualTo(sample.bytes());
        assertThat(totals.droppedPackets(Cause.NOT_IP)).isEqualTo(sample.notIp());
        assertThat(totals.droppedPackets(Cause.PUBLISH_FULL)).isEqualTo(sample.meteredPackets() - sink.packets());
        assertThat(totals.droppedBytes(Cause.PUBLISH_FULL)).isEqualTo(sample.meteredBytes() - sink.frameBytes());
        assertThat(totals.meteredPackets()).isEqualTo(sink.packets());
        assertThat(totals.meteredBytes()).isEqualTo(sink.frameBytes());
    }

    @Test
    void countsWhatAFilterDoesNotWantAsFiltered() throws IOException {
        var sample = SampleCapture.write(folder.resolve("sample.pcap"), 1_000, 10, 5);

        try (var filter = new Filter("arp")) {
            observe(sample, new EveryOther(), filter::before);
        }

        assertThat(totals.droppedPackets(Cause.FILTERED)).isEqualTo(sample.meteredPackets());
        assertThat(totals.droppedBytes(Cause.FILTERED)).isEqualTo(sample.meteredBytes());
        assertThat(totals.droppedPackets(Cause.NOT_IP)).isEqualTo(sample.notIp());
        assertThat(totals.receivedPackets()).isEqualTo(sample.packets());
    }

    @Test
    void tellsInItsReadingHowFarItHasCome() throws IOException {
        var sample = SampleCapture.write(folder.resolve("sample.pcap"), 1_000, 10, 5);

        var reading = observe(sample, new EveryOther(), meter -> meter);

        assertThat(reading.frames()).isEqualTo(1_000);
        assertThat(reading.begun()).isTrue();
        assertThat(reading.points()).singleElement().satisfies(point -> {
            assertThat(point.receivedPackets()).isEqualTo(sample.packets());
            assertThat(point.receivedBytes()).isEqualTo(sample.bytes());
            assertThat(point.meteredPackets()).isEqualTo(sample.meteredPackets());
        });
    }

    private Reading observe(SampleCapture sample, BatchSink sink, Function<Meter, FrameHandler> filter)
            throws IOException {
        try (var file = CaptureFile.open(sample.path())) {
            var observation = new Observation(
                    Domain.file(file, WindowLength.DEFAULT, "", 12),
                    file,
                    Settings.file(WindowLength.DEFAULT),
                    sink,
                    totals,
                    filter);
            while (observation.poll() != FrameSource.END) {}
            observation.finish();
            return observation.reading();
        }
    }

    /** Takes every other batch of nothing but flows, and each marker. */
    private static final class EveryOther implements BatchSink {
        private final List<FlowLog.Batch> taken = new ArrayList<>();
        private int refused;
        private boolean take;

        @Override
        public boolean flows(int partition, byte[] batch, int flows) {
            take = !take;
            if (take) {
                keep(partition, batch);
            } else {
                refused++;
            }
            return take;
        }

        @Override
        public void marker(int partition, byte[] batch, int flows) {
            keep(partition, batch);
        }

        private void keep(int partition, byte[] batch) {
            try {
                taken.add(new FlowLog.Batch(partition, null, batch, FlowBatch.parseFrom(batch)));
            } catch (IOException e) {
                throw new AssertionError("the encoder wrote what cannot be read", e);
            }
        }

        long packets() {
            return taken.stream().mapToLong(FlowLog.Batch::packets).sum();
        }

        long frameBytes() {
            return taken.stream().mapToLong(FlowLog.Batch::frameBytes).sum();
        }
    }
}
