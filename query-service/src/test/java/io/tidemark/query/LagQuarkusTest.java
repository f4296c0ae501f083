package io.tidemark.query;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The status tells how far behind Kafka's log the aggregators and the query services are. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class LagQuarkusTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** As the aggregator writes: the end of a transaction takes an offset, too, which nobody commits. */
    @Test
    void whoHasReadAllIsNotBehindAlthoughATransactionsEndIsNoRecord() {
        var batches = new Generator(41, "lag", "n").windows(Instant.parse("2026-05-16T08:00:00Z"), 3, 0);
        try (var producer =
                producer(Map.of("transactional.id", UUID.randomUUID().toString()))) {
            producer.initTransactions();
            producer.beginTransaction();
            batches.forEach(batch -> producer.send(
                    new ProducerRecord<>(Topic.SUMMARIES.name(), batch.getPartition(), null, batch.toByteArray())));
            producer.commitTransaction();
        }

        await().atMost(PATIENCE)
                .until(() -> given().queryParam("source", "lag")
                                .get("/api/v1/ledger")
                                .jsonPath()
                                .getLong("windows")
                        == 3);
        await().atMost(PATIENCE)
                .until(() -> Long.valueOf(0).equals(lag(ConsumerGroups.QUERY).get("records")));

        assertThat(lag(ConsumerGroups.QUERY))
                .containsEntry("topic", Topic.SUMMARIES.name())
                .containsEntry("backlog", 0L);
    }

    @Test
    void whatNobodyHasReadIsCountedUntilItIsCommitted() throws Exception {
        await().atMost(PATIENCE).until(() -> lag(ConsumerGroups.AGGREGATOR).get("records") != null);
        long before = lag(ConsumerGroups.AGGREGATOR).get("records") instanceof Long records ? records : 0;
        try (var producer = producer(Map.of())) {
            for (int i = 0; i < 7; i++) {
                producer.send(new ProducerRecord<>(Topic.FLOWS.name(), i % 3, null, new byte[] {1}));
            }
        }

        await().atMost(PATIENCE)
                .until(() -> Long.valueOf(before + 7)
                        .equals(lag(ConsumerGroups.AGGREGATOR).get("records")));
        try (var admin = Admin.create(Map.of("bootstrap.servers", Backends.bootstrapServers()))) {
            admin.alterConsumerGroupOffsets(
                            ConsumerGroups.AGGREGATOR,
                            IntStream.range(0, Topic.FLOWS.partitions())
                                    .boxed()
                                    .collect(Collectors.toMap(
                                            partition -> new TopicPartition(Topic.FLOWS.name(), partition),
                                            _ -> new OffsetAndMetadata(1_000_000))))
                    .all()
                    .get();
        }

        await().atMost(PATIENCE)
                .until(() ->
                        Long.valueOf(0).equals(lag(ConsumerGroups.AGGREGATOR).get("records")));
    }

    @Test
    void graphqlTellsTheSame() {
        var answer = given().contentType("application/json")
                .body(Map.of("query", "{ status { lag { group topic records backlog } } }"))
                .post("/graphql")
                .jsonPath();

        assertThat(answer.getList("errors")).isNull();
        assertThat(answer.getList("data.status.lag.group"))
                .isEqualTo(List.of(ConsumerGroups.AGGREGATOR, ConsumerGroups.QUERY));
        assertThat(answer.getList("data.status.lag.topic"))
                .isEqualTo(List.of(Topic.FLOWS.name(), Topic.SUMMARIES.name()));
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        var settings = new java.util.HashMap<String, Object>(more);
        settings.put("bootstrap.servers", Backends.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> lag(String group) {
        JsonPath status = given().get("/api/v1/status").jsonPath();
        var found = status.<Map<String, Object>>getList("lag").stream()
                .filter(one -> group.equals(one.get("group")))
                .findFirst()
                .orElseThrow();
        found.computeIfPresent("records", (_, value) -> ((Number) value).longValue());
        found.computeIfPresent("backlog", (_, value) -> ((Number) value).longValue());
        return found;
    }
}
