package io.tidemark.metering.source;

import static io.tidemark.metering.Frames.IPV4;
import static io.tidemark.metering.Frames.UDP;
import static io.tidemark.metering.Frames.ethernet;
import static io.tidemark.metering.Frames.ipv4;
import static io.tidemark.metering.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.flow.Meter;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.record.BatchSink;
import io.tidemark.metering.record.Domain;
import io.tidemark.metering.record.FlowBatchEncoder;
import io.tidemark.metering.record.Joint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads, one observation domain: from a veth pair to batches; skipped, saying so, where none can be made. */
@Timeout(60)
class WorkersTest {
    private static final int PARTITIONS = 4;
    private static final int FLOWS = 200;
    private static final int PACKETS = 30_000;
    private static final WindowLength WINDOW = WindowLength.of(Duration.ofSeconds(1));

    private final List<FlowBatch> batches = new ArrayList<>();

    @Test
    void severalWorkersAreOneDomainToThePacket() throws Exception {
        try (var cable = Cable.plug()) {
            var settings = new RingSettings("not udp port 1000", 256, 48L << 20, 1, 3);
            var sources =
                    RingCapture.open(new Selection(List.of(cable.near), List.of()), settings, LinkListener.NOBODY);
            var encoder = new FlowBatchEncoder(
                    Domain.live("node", 1, WINDOW, PARTITIONS), sources.getFirst()::points, new Kept());
            var joint = new Joint(encoder, sources.size());
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < sources.size(); i++) {
                var source = sources.get(i);
                var meter = new Meter(Settings.live(WINDOW, 1000), joint.worker(i));
                threads.add(Thread.ofPlatform().start(() -> meter(source, meter)));
            }

            send(cable);
            sources.getFirst().stop();
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(cable.arrived()).isEqualTo(PACKETS);
            assertThat(packetsInFlows()).isEqualTo(PACKETS - PACKETS / FLOWS);
            assertThat(batches.stream()
                            .filter(FlowBatch::hasMarker)
                            .mapToLong(b -> b.getMarker().getPackets())
                            .sum())
                    .isEqualTo(PACKETS - PACKETS / FLOWS);
            assertThat(received()).isEqualTo(PACKETS);
            for (int i = 0; i < PARTITIONS; i++) {
                int partition = i;
                var sent = batches.stream()
                        .filter(b -> b.getPartition() == partition)
                        .toList();
                for (int sequence = 0; sequence < sent.size(); sequence++) {
                    assertThat(sent.get(sequence).getSequence()).isEqualTo(sequence);
                }
                assertThat(sent.getLast().getMarker().getGoodbye()).isTrue();
            }
        }
    }

    @Test
    void aWorkerThatClosesLeavesTheOthersWhatIsTheirs() throws Exception {
        try (var cable = Cable.plug()) {
            var workers = RingCapture.open(
                    new Selection(List.of(cable.near), List.of()),
                    new RingSettings("", 256, 48L << 20, 1, 3),
                    LinkListener.NOBODY);
            send(cable);

            workers.getFirst().close();

            var counted = new Counted();
            for (var worker : workers.subList(1, workers.size())) {
                while (worker.poll(counted, 256) != FrameSource.END) {}
                assertThat(worker.takeKernelDrops(0)).isZero();
                worker.close();
            }
            // each has the flows of its hash, and of 200 each has some
            assertThat(counted.frames).isBetween(1L, PACKETS - 1L);
        }
    }

    private long packetsInFlows() {
        long packets = 0;
        for (FlowBatch batch : batches) {
            for (var flow : batch.getFlows()) {
                packets += flow.getForward().getPackets() + flow.getReverse().getPackets();
            }
        }
        return packets;
    }

    private long received() {
        long packets = 0;
        for (FlowBatch batch : batches) {
            for (var ledger : batch.getMarker().getLedgers()) {
                packets += ledger.getReceivedPackets();
            }
        }
        return packets;
    }

    private static void meter(RingCapture source, Meter meter) {
        while (source.poll(meter, 256) != FrameSource.END) {
            meter.advance(WindowLength.nanos(Instant.now()) - 300_000_000);
        }
        assertThat(source.takeKernelDrops(0)).isZero();
        meter.finish(EndReason.END_REASON_FORCED);
        source.close();
    }

    private static void send(Cable cable) {
        for (int i = 0; i < PACKETS; i++) {
            boolean back = i / FLOWS % 2 == 1;
            int port = 1000 + i % FLOWS;
            byte[] frame = back
                    ? ethernet(IPV4, ipv4(UDP, "10.0.0.2", "10.0.0.1", udp(53, port, new byte[20])))
                    : ethernet(IPV4, ipv4(UDP, "10.0.0.1", "10.0.0.2", udp(port, 53, new byte[20])));
            cable.send(frame);
        }
    }

    /** The encoder is called by one thread at a time. */
    private final class Kept implements BatchSink {
        @Override
        public boolean flows(int partition, byte[] batch, int flows) {
            try {
                batches.add(FlowBatch.parseFrom(batch));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return true;
        }

        @Override
        public void marker(int partition, byte[] batch, int flows) {
            flows(partition, batch, flows);
        }
    }
}
