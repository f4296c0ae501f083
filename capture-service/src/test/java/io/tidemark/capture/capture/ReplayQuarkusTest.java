package io.tidemark.capture.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.topic.Partitions;
import io.tidemark.contract.topic.Topic;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file, given twice, is replayed through the real channel to a real broker. */
@QuarkusTest
@TestProfile(ReplayQuarkusTest.Profile.class)
class ReplayQuarkusTest {
    private static final int PARTITIONS = Topic.FLOWS.partitions();

    /** 33 s from second 3 on: windows 0, 10, 20 and 30. */
    private static final int WINDOWS = 4;

    @Inject
    MeterRegistry metrics;

    private SampleCapture sample;
    private List<FlowLog.Batch> first;
    private List<FlowLog.Batch> second;

    @BeforeEach
    void readBothReplays() throws IOException {
        sample = Inputs.sample;
        try (var log = new FlowLog(Inputs.broker.bootstrapServers())) {
            var all = log.readUntil(batches -> FlowLog.goodbyes(batches) == 2 * PARTITIONS);
            var replays = split(all);
            first = replays.get(0);
            second = replays.get(1);
        }
    }

    @Test
    void sendsEveryPacketInExactlyOneFlow() {
        assertThat(first.stream().mapToLong(FlowLog.Batch::packets).sum()).isEqualTo(sample.meteredPackets());
        assertThat(first.stream().mapToLong(FlowLog.Batch::frameBytes).sum()).isEqualTo(sample.meteredBytes());
    }

    @Test
    void sendsTheSameBytesInTheSameOrderAtTheNextReplay() {
        assertThat(second).hasSameSizeAs(first);
        for (int p = 0; p < PARTITIONS; p++) {
            int partition = p;
            assertThat(second.stream().filter(b -> b.partition() == partition).map(FlowLog.Batch::value))
                    .containsExactlyElementsOf(first.stream()
                            .filter(b -> b.partition() == partition)
                            .map(FlowLog.Batch::value)
                            .toList());
        }
    }

    @Test
    void numbersTheBatchesOfAPartitionWithoutAGapAndSendsThemThere() {
        for (int p = 0; p < PARTITIONS; p++) {
            int partition = p;
            var messages = first.stream()
                    .filter(b -> b.partition() == partition)
                    .map(FlowLog.Batch::message)
                    .toList();

            assertThat(messages).allMatch(m -> m.getPartition() == partition);
            assertThat(messages.stream().map(FlowBatch::getSequence))
                    .containsExactlyElementsOf(
                            LongStream.range(0, messages.size()).boxed().toList());
        }
    }

    @Test
    void marksEveryWindowOnEveryPartition() {
        for (int p = 0; p < PARTITIONS; p++) {
            int partition = p;
            assertThat(first.stream()
                            .filter(b ->
                                    b.partition() == partition && b.message().hasMarker())
                            .map(b -> b.message().getWindowStartNs())
                            .distinct())
                    .hasSize(WINDOWS);
        }
    }

    @Test
    void balancesTheLedgerOnTheNodesPartition() {
        int ledgerPartition = Partitions.ofNode(first.getFirst().message().getNode(), PARTITIONS);
        long received = 0;
        long metered = 0;
        long notIp = 0;

        for (var batch : first) {
            var ledgers = batch.message().getMarker().getLedgers();
            assertThat(ledgers.length() == 0 || batch.partition() == ledgerPartition)
                    .isTrue();
            for (int i = 0; i < ledgers.length(); i++) {
                received += ledgers.get(i).getReceivedPackets();
                metered += ledgers.get(i).getMeteredPackets();
                for (int j = 0; j < ledgers.get(i).getDrops().length(); j++) {
                    var drop = ledgers.get(i).getDrops().get(j);
                    assertThat(drop.getCause()).isEqualTo("not_ip");
                    notIp += drop.getPackets();
                }
            }
        }

        assertThat(received).isEqualTo(sample.packets());
        assertThat(metered).isEqualTo(sample.meteredPackets());
        assertThat(notIp).isEqualTo(sample.notIp());
    }

    @Test
    void sendsRecordsWithoutAKey() {
        assertThat(first).allMatch(batch -> batch.key() == null);
    }

    @Test
    void tellsTheSameLedgerInItsMetrics() {
        assertThat(count("tidemark.capture.packets.received")).isEqualTo(2 * sample.packets());
        assertThat(count("tidemark.capture.received")).isEqualTo(2 * sample.bytes());
        assertThat(count("tidemark.capture.packets.metered")).isEqualTo(2 * sample.meteredPackets());
        assertThat(count("tidemark.capture.metered")).isEqualTo(2 * sample.meteredBytes());
        assertThat(metrics.get("tidemark.capture.packets.dropped")
                        .tag("cause", "not_ip")
                        .functionCounter()
                        .count())
                .isEqualTo(2 * sample.notIp());
        assertThat(count("tidemark.capture.batches.sent")).isEqualTo(first.size() + second.size());
        assertThat(count("tidemark.capture.batches.refused")).isZero();
        assertThat(count("tidemark.capture.flows.exported"))
                .isEqualTo(2
                        * first.stream()
                                .mapToInt(b -> b.message().getFlows().length())
                                .sum());
    }

    @Test
    void tellsHowLongAfterTheProcessStartItsFirstPacketWas() {
        double age = ProcessHandle.current()
                .info()
                .startInstant()
                .map(ReplayQuarkusTest::secondsSince)
                .orElseThrow();

        assertThat(metrics.get("tidemark.capture.first.packet").gauge().value())
                .isPositive()
                .isLessThan(age + 1); // the process table tells its start to the second
    }

    private static double secondsSince(Instant past) {
        return Duration.between(past, Instant.now()).toMillis() / 1e3;
    }

    private double count(String name) {
        return metrics.get(name).functionCounters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** On each partition, the first replay ends with its goodbye. */
    private static List<List<FlowLog.Batch>> split(List<FlowLog.Batch> all) {
        var replays = List.<List<FlowLog.Batch>>of(new ArrayList<>(), new ArrayList<>());
        var goodbyes = new int[PARTITIONS];
        for (var batch : all) {
            replays.get(goodbyes[batch.partition()]).add(batch);
            goodbyes[batch.partition()] += batch.message().getMarker().getGoodbye() ? 1 : 0;
        }
        return replays;
    }

    /** A configuration of its own. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Inputs.class));
        }
    }

    /** The broker, and a file that is replayed twice. */
    public static final class Inputs implements QuarkusTestResourceLifecycleManager {
        private static Broker broker;
        private static SampleCapture sample;

        @Override
        public Map<String, String> start() {
            try {
                broker = new Broker();
                sample = SampleCapture.write(broker.folder().resolve("sample.pcap"), 20_000, 700, 33);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return Map.of(
                    "kafka.bootstrap.servers",
                    broker.bootstrapServers(),
                    "tidemark.capture.files",
                    sample.path() + "," + sample.path(),
                    "tidemark.capture.speed",
                    "max");
        }

        @Override
        public void stop() {
            broker.close();
        }
    }
}
