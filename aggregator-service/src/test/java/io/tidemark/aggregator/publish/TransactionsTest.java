package io.tidemark.aggregator.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.aggregator.KafkaProbe;
import io.tidemark.aggregator.KafkaResource;
import io.tidemark.contract.summary.SummaryBatch;
import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a real broker: a few seconds. Each test has its own window group and flow partition. */
class TransactionsTest {
    private static final KafkaResource BROKER = new KafkaResource();
    private static final String ID = "tidemark-aggregator-test";

    private static Map<String, Object> settings;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Transactions transactions = new Transactions(
            () -> new TransactionalProducer(settings, ID), Topic.SUMMARIES::partitions, new PublishMetrics(registry));
    private final Thread thread = Thread.ofPlatform().unstarted(transactions);
    private KafkaProbe kafka;

    @BeforeAll
    static void startBroker() {
        settings = Map.of("bootstrap.servers", BROKER.start().get("kafka.bootstrap.servers"));
    }

    @AfterAll
    static void stopBroker() {
        BROKER.stop();
    }

    @BeforeEach
    void start() {
        kafka = new KafkaProbe((String) settings.get("bootstrap.servers"));
        transactions.member(new ConsumerGroupMetadata(ConsumerGroups.AGGREGATOR));
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
        kafka.close();
    }

    @Test
    void rowsDeadLettersAndOffsetsComeOutTogether() throws Exception {
        kafka.await("it is connected before there is anything to send", transactions::isConnected);
        var round = new Round(
                List.of(rows("together", 1)),
                List.of(poison(new byte[] {1, 2, 3})),
                new OffsetAndMetadata(42, "1:a"),
                42);

        publish(1, round, true);
        kafka.await("the rows are there", () -> kafka.summaries("together").size() == 1);
        kafka.await("the dead letter is there", () -> hasDeadLetter(new byte[] {1, 2, 3}));

        assertThat(committed(1)).isEqualTo(new OffsetAndMetadata(42, "1:a"));
        assertThat(count("tidemark.aggregator.transactions")).isOne();
    }

    @Test
    void fencedByAnotherWithItsNameItConnectsAnewAndTheRoundComesOutOnce() throws Exception {
        publish(2, round("fenced", 2, 10), true);
        new TransactionalProducer(settings, ID).close(); // takes the transactional id over

        publish(2, round("fenced", 3, 20), true);
        kafka.await("both are there", () -> kafka.summaries("fenced").size() == 2);

        assertThat(committed(2).offset()).isEqualTo(20);
        assertThat(count("tidemark.aggregator.transactions")).isEqualTo(2);
        assertThat(count("tidemark.aggregator.failed.transactions")).isOne();
    }

    @Test
    void aRoundWhosePartitionWasTakenAwayDoesNotComeOut() throws Exception {
        publish(3, round("lost", 4, 10), false);
        publish(3, round("kept", 5, 20), true);
        kafka.await("the other one is there", () -> kafka.summaries("kept").size() == 1);

        assertThat(kafka.summaries("lost")).isEmpty();
        assertThat(committed(3).offset()).isEqualTo(20);
    }

    @Test
    void aRecordAsLongAsTheBrokerTakesAndOneThatIsLongerUnpackedAreDeadLettersToo() throws Exception {
        var noise = new byte[1_048_400];
        new Random(1).nextBytes(noise);
        var zeros = new byte[8 << 20];
        var round = new Round(List.of(), List.of(poison(noise), poison(zeros)), new OffsetAndMetadata(10, "1:10"), 10);

        publish(4, round, true);

        kafka.await("both are there", () -> hasDeadLetter(noise) && hasDeadLetter(zeros));
        assertThat(committed(4).offset()).isEqualTo(10);
    }

    private boolean hasDeadLetter(byte[] value) {
        return kafka.deadLetters().stream().anyMatch(letter -> Arrays.equals(letter.value(), value));
    }

    private static Round.Poison poison(byte[] value) {
        var record = new ConsumerRecord<>(
                Topic.FLOWS.name(),
                1,
                41,
                0L,
                TimestampType.LOG_APPEND_TIME,
                0,
                value.length,
                new byte[0],
                value,
                new RecordHeaders(),
                Optional.empty());
        return new Round.Poison(record, "not_protobuf");
    }

    private void publish(int partition, Round round, boolean owned) throws Exception {
        var done = new CompletableFuture<Void>();
        transactions.add(new Entry(partition, round, () -> owned, System.nanoTime(), done));
        done.get(60, TimeUnit.SECONDS);
    }

    private static OffsetAndMetadata committed(int partition) {
        try (var producer = new TransactionalProducer(settings, "tidemark-aggregator-look")) {
            return producer.committed().get(new TopicPartition(Topic.FLOWS.name(), partition));
        }
    }

    private double count(String meter) {
        return registry.get(meter).meter().measure().iterator().next().getValue();
    }

    private static Round round(String group, int window, long offset) {
        return new Round(List.of(rows(group, window)), List.of(), new OffsetAndMetadata(offset, "1:" + offset), offset);
    }

    private static Round.Rows rows(String group, int window) {
        var batch = SummaryBatch.newInstance()
                .setWindowGroup(group)
                .setWindowStartNs(window)
                .setParts(1);
        return new Round.Rows(group, window, List.of(batch.toByteArray()));
    }
}
