package io.tidemark.capture.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tidemark.capture.publish.FlowPublisher;
import io.tidemark.contract.pulse.Pulse;
import io.tidemark.contract.topic.Topic;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** The broker goes away in the middle of a replay at its recorded pace, and comes back. */
@QuarkusTest
@TestProfile(BrokerOutageQuarkusTest.Profile.class)
class BrokerOutageQuarkusTest {
    private static final int PARTITIONS = Topic.FLOWS.partitions();

    @Inject
    FlowPublisher publisher;

    @Test
    void losesNothingAndKeepsTheOrderWhenTheBrokerGoesAndComesBack() throws Exception {
        try (var log = new FlowLog(Inputs.broker.bootstrapServers())) {
            log.readUntil(batches -> batches.size() > PARTITIONS);
        }
        assertThat(publisher.ready()).isTrue();

        Inputs.broker.stop();
        await(() -> publisher.pendingBytes() > 0 && !publisher.ready());
        Inputs.broker.start();

        try (var log = new FlowLog(Inputs.broker.bootstrapServers())) {
            var all = log.readUntil(batches -> FlowLog.goodbyes(batches) == PARTITIONS);
            assertThat(all.stream().mapToLong(FlowLog.Batch::packets).sum()).isEqualTo(Inputs.sample.meteredPackets());
            for (int p = 0; p < PARTITIONS; p++) {
                int partition = p;
                var sequences = all.stream()
                        .filter(b -> b.partition() == partition)
                        .map(b -> b.message().getSequence())
                        .toList();
                assertThat(sequences)
                        .containsExactlyElementsOf(
                                LongStream.range(0, sequences.size()).boxed().toList());
            }
        }
        await(publisher::ready);
        assertThat(publisher.awaitAcknowledged(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void sendsPulsesWhileTheSourceIsOpen() throws Exception {
        var pulse = new TopicPartition(Topic.PULSE.name(), 0);
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        Inputs.broker.bootstrapServers(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(pulse));
            long received = 0;
            for (var deadline = Instant.now().plusSeconds(60); received == 0; ) {
                assertThat(Instant.now()).isBefore(deadline);
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    var message = Pulse.parseFrom(record.value());
                    assertThat(message.getNode()).startsWith("sample.pcap#");
                    assertThat(message.getIntervalNs()).isPositive();
                    for (int i = 0; i < message.getPoints().length(); i++) {
                        received += message.getPoints().get(i).getReceivedPackets();
                    }
                }
            }
            assertThat(received).isLessThanOrEqualTo(Inputs.sample.packets());
        }
    }

    private static void await(BooleanSupplier condition) {
        var deadline = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** A configuration of its own. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Inputs.class));
        }
    }

    /** The broker, and a file of which windows end all the time for as long as the outage lasts. */
    public static final class Inputs implements QuarkusTestResourceLifecycleManager {
        private static Broker broker;
        private static SampleCapture sample;

        @Override
        public Map<String, String> start() {
            try {
                broker = new Broker();
                sample = SampleCapture.write(broker.folder().resolve("sample.pcap"), 10_000, 300, 20);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return Map.of(
                    "kafka.bootstrap.servers",
                    broker.bootstrapServers(),
                    "tidemark.capture.files",
                    sample.path().toString(),
                    "tidemark.capture.speed",
                    "recorded",
                    "tidemark.capture.window",
                    "1s");
        }

        @Override
        public void stop() {
            broker.close();
        }
    }
}
