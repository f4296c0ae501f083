package io.tidemark.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.cli.process.Console;
import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.topic.Topics;
import io.tidemark.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DrainTest {
    private static EmbeddedKafka kafka;
    private static Admin admin;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        kafka = EmbeddedKafka.start(folder, 0);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        new Topics(admin, 1).ensure(Topic.ALL);
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void endsOnlyWhenBothGroupsHaveCommittedTheLastRecord() throws Exception {
        send(Topic.FLOWS, 3);
        send(Topic.SUMMARIES, 2);
        send(Topic.SUMMARIES, 2); // at 3 and 4, behind a marker

        try (var drain = new Drain(kafka.bootstrapServers(), new Console(System.err, false, false))) {
            var drained = CompletableFuture.runAsync(() -> await(drain));
            assertThatThrownBy(() -> drained.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            commit(ConsumerGroups.AGGREGATOR, Topic.FLOWS, 3);
            commit(ConsumerGroups.QUERY, Topic.SUMMARIES, 4);
            assertThatThrownBy(() -> drained.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

            commit(ConsumerGroups.QUERY, Topic.SUMMARIES, 5);

            drained.get(30, TimeUnit.SECONDS);
            assertThat(drained).isCompleted();
        }
    }

    private static void await(Drain drain) {
        try {
            drain.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** In a transaction, as the aggregator does: its marker takes an offset of its own. */
    private static void send(Topic topic, int records) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "test"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic.name(), 2, null, new byte[] {1}));
            }
            producer.commitTransaction();
        }
    }

    private static void commit(String group, Topic topic, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(
                        group, Map.of(new TopicPartition(topic.name(), 2), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }
}
