package io.tidemark.capture.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.contract.flow.Flow;
import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.record.BatchSink;
import io.tidemark.metering.record.Domain;
import io.tidemark.metering.source.MadeUpFrames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MadeUpFramesTest {
    private static final int TURNS = 24; // of 4096 frames: two generations of biflows, whole

    private final Totals totals = new Totals();

    @Test
    void areAllMeteredInBiflowsOfEveryKindThatSpeakBothWays() throws IOException {
        var flows = meter();

        assertThat(totals.receivedPackets()).isEqualTo(TURNS * 4096L);
        assertThat(totals.meteredPackets()).isEqualTo(totals.receivedPackets());
        assertThat(flows.stream().map(Flow::getProtocol).distinct()).containsExactlyInAnyOrder(1, 6, 17, 58);
        assertThat(flows.stream().map(Flow::getVlan).distinct()).hasSizeGreaterThan(10);
        assertThat(flows.stream().mapToInt(flow -> flow.getSrcAddr().length())).contains(4, 16);
        assertThat(flows).filteredOn(flow -> !flow.hasReverse()).isEmpty();
    }

    private List<Flow> meter() throws IOException {
        var sink = new Kept();
        var now = new AtomicLong(1_767_225_600_000_000_000L);
        try (var frames = new MadeUpFrames(() -> now.addAndGet(1_000_000))) {
            var observation = new Observation(
                    Domain.live("node", 1, WindowLength.DEFAULT, 1),
                    frames,
                    Settings.live(WindowLength.DEFAULT, 50_000),
                    sink,
                    totals,
                    meter -> meter);
            for (int turn = 0; turn < TURNS; turn++) {
                observation.poll();
            }
            observation.finish();
        }
        return sink.flows;
    }

    private static final class Kept implements BatchSink {
        private final List<Flow> flows = new ArrayList<>();

        @Override
        public boolean flows(int partition, byte[] batch, int count) {
            try {
                FlowBatch.parseFrom(batch).getFlows().forEach(flows::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return true;
        }

        @Override
        public void marker(int partition, byte[] batch, int count) {
            flows(partition, batch, count);
        }
    }
}
