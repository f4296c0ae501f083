package io.tidemark.query;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.tidemark.contract.summary.SummaryBatch;
import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What is sent is in PostgreSQL once, whatever happens on the way. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class IntakeQuarkusTest {
    private static final Instant START = Instant.parse("2015-05-05T05:05:00Z");

    @Test
    void theSameSummariesTwiceChangeNothing() throws Exception {
        var batches = new Generator(2, "twice#00000002", "n").windows(START, 3, 0);
        double poison = metric("tidemark_query_poison_total");
        send(batches);
        send(batches); // both may lie in one poll
        awaitAllCommitted();
        var once = dump("twice#00000002");

        send(batches);
        awaitAllCommitted();

        assertThat(flows("twice#00000002")).isEqualTo(flows(batches));
        assertThat(metric("tidemark_query_poison_total")).isEqualTo(poison);
        assertThat(once).isNotEmpty();
        assertThat(dump("twice#00000002")).isEqualTo(once);
    }

    @Test
    void aWindowThatIsClosedAgainTakesThePlaceOfItsEarlierClosing() throws Exception {
        var first = new Generator(3, "again#00000003", "n").windows(START, 3, 0);
        var second = new Generator(4, "again#00000003", "n").windows(START, 3, 0);
        second.forEach(batch -> batch.setClosedAtNs(batch.getClosedAtNs() + 1_000_000_000L));

        send(first); // both may lie in one poll
        send(second);
        awaitAllCommitted();

        assertThat(flows("again#00000003")).isEqualTo(flows(second));
    }

    @Test
    void revisionsAddUp() throws Exception {
        var first = new Generator(5, "revised#00000005", "n").windows(START, 2, 0);
        var late = new Generator(6, "revised#00000005", "n").windows(START, 1, 1);

        send(first);
        send(late);
        awaitAllCommitted();

        assertThat(flows("revised#00000005")).isEqualTo(flows(first) + flows(late));
    }

    @Test
    void aWindowThatOnePartitionHasNotToldYetIsNotComplete() throws Exception {
        var batches = new Generator(7, "partial#00000007", "n").windows(START, 2, 0);

        send(batches.subList(0, batches.size() - 1));
        awaitAllCommitted();
        boolean before = ledger("partial#00000007").getBoolean("complete");
        send(batches.subList(batches.size() - 1, batches.size()));
        awaitAllCommitted();

        assertThat(before).isFalse();
        assertThat(ledger("partial#00000007").getBoolean("complete")).isTrue();
    }

    @Test
    void aWindowThatANodeWasMissingInNamesIt() throws Exception {
        var batches = new Generator(8, "missing#00000008", "n").windows(START, 1, 0);
        batches.getFirst().setComplete(false).getMutableMissingNodes().add("node-b");

        send(batches);
        awaitAllCommitted();

        var ledger = ledger("missing#00000008");
        assertThat(ledger.getBoolean("complete")).isFalse();
        assertThat(ledger.getList("missing_nodes")).containsExactly("node-b");
    }

    @Test
    void aNodeThatCameBackMakesItsWindowComplete() throws Exception {
        var generator = new Generator(10, "healed#00000010", "n");
        var batches = generator.windows(START, 1, 0);
        batches.forEach(
                batch -> batch.setComplete(false).getMutableMissingNodes().add("node-b"));

        send(batches);
        send(generator.windows(START, 1, 7));
        awaitAllCommitted();

        var ledger = ledger("healed#00000010");
        assertThat(ledger.getBoolean("complete")).isTrue();
        assertThat(ledger.getList("missing_nodes")).isEmpty();
    }

    @Test
    void aRecordThatCannotBeReadGoesToTheDeadLettersWhole() throws Exception {
        double before = metric("tidemark_query_poison_total");
        var poison = "this is no summary".getBytes(StandardCharsets.UTF_8);
        var batches = new Generator(9, "poison#00000009", "n").windows(START, 1, 0);
        var impossible =
                new Generator(9, "poison#00000009", "n").windows(START, 1, 5).getFirst();
        impossible.getConversations().get(0).getMutableClientAddr().setLength(3);

        try (var broker = new Broker()) {
            broker.send(Topic.SUMMARIES.name(), 0, poison);
            broker.send(Topic.SUMMARIES.name(), 0, impossible.toByteArray());
        }
        send(batches);
        awaitAllCommitted();

        var dead = Broker.find(Topic.SUMMARIES_DEAD.name(), record -> java.util.Arrays.equals(record.value(), poison));
        assertThat(new String(dead.headers().lastHeader("tidemark-origin").value(), StandardCharsets.UTF_8))
                .startsWith(Topic.SUMMARIES.name() + "/0/");
        Broker.find(
                Topic.SUMMARIES_DEAD.name(),
                record -> java.util.Arrays.equals(record.value(), impossible.toByteArray()));
        assertThat(metric("tidemark_query_poison_total") - before).isEqualTo(2);
        assertThat(flows("poison#00000009")).isEqualTo(flows(batches));
    }

    @Test
    void whatComesForAWindowThatWasDroppedByAgeIsRefusedAndTheRestIsTaken() throws Exception {
        var dropped = new Generator(13, "settled#0000000d", "n").windows(START, 1, 0);
        var beside = new Generator(14, "beside#0000000e", "n").windows(START, 1, 0);
        double before = metric("tidemark_query_poison_total");
        execute("INSERT INTO settled (resolution, starts, ends, window_group)"
                + " VALUES ('10s', '2015-05-05T00:00:00Z', '2015-05-06T00:00:00Z', 'settled#0000000d')");

        send(dropped);
        send(beside);
        awaitAllCommitted();

        var dead = Broker.find(
                Topic.SUMMARIES_DEAD.name(),
                record -> java.util.Arrays.equals(
                        record.value(), dropped.getFirst().toByteArray()));
        assertThat(new String(dead.headers().lastHeader("tidemark-reason").value(), StandardCharsets.UTF_8))
                .contains("dropped by age");
        assertThat(metric("tidemark_query_poison_total") - before).isEqualTo(Generator.PARTITIONS);
        assertThat(dump("settled#0000000d")).isEmpty();
        assertThat(flows("beside#0000000e")).isEqualTo(flows(beside));
    }

    @Test
    void whatComesWhilePostgresqlIsAwayIsWrittenWhenItIsBack() throws Exception {
        var before = new Generator(10, "restart#0000000a", "n").windows(START, 5, 0);
        var meanwhile = new Generator(11, "restart#0000000a", "n").windows(START.plusSeconds(50), 50, 0);
        send(before);
        awaitAllCommitted();

        Backends.stopDatabase();
        send(meanwhile);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/q/health/ready").statusCode() == 503);
        int live = given().get("/q/health/live").statusCode();
        int answer = given().queryParam("source", "restart#0000000a")
                .get("/api/v1/ledger")
                .statusCode();
        Backends.startDatabase();
        awaitAllCommitted();

        assertThat(live).isEqualTo(200);
        assertThat(answer).isEqualTo(503);
        assertThat(flows("restart#0000000a")).isEqualTo(flows(before) + flows(meanwhile));
        assertThat(metric("tidemark_query_store_errors_total")).isPositive();
    }

    @Test
    void whatIsWrittenIsCounted() throws Exception {
        double rows = metric("tidemark_query_rows_total{grain=\"node_total\"}");
        double batches = metric("tidemark_query_batches_total");

        send(new Generator(12, "counted#0000000c", "n").windows(START, 3, 0));
        awaitAllCommitted();

        assertThat(metric("tidemark_query_rows_total{grain=\"node_total\"}") - rows)
                .isEqualTo(3 * Generator.PARTITIONS);
        assertThat(metric("tidemark_query_batches_total") - batches).isEqualTo(3 * Generator.PARTITIONS);
        assertThat(metric("tidemark_query_delay_seconds_count")).isPositive();
    }

    private static void send(List<SummaryBatch> batches) {
        try (var broker = new Broker()) {
            batches.forEach(batch -> broker.send(Topic.SUMMARIES.name(), batch.getPartition(), batch.toByteArray()));
        }
    }

    /** Offsets are committed after PostgreSQL's commit: when there is no lag, everything is in. */
    private static void awaitAllCommitted() {
        try (var admin = Admin.create(Map.of("bootstrap.servers", Backends.bootstrapServers()))) {
            await().atMost(Duration.ofSeconds(120)).until(() -> lag(admin) == 0);
        }
    }

    private static long lag(Admin admin) throws Exception {
        var partitions = java.util.stream.IntStream.range(0, Generator.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topic.SUMMARIES.name(), partition))
                .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
        var ends = admin.listOffsets(partitions).all().get();
        var committed = admin.listConsumerGroupOffsets(ConsumerGroups.QUERY)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue().offset()
                        - (committed.get(end.getKey()) == null
                                ? 0
                                : committed.get(end.getKey()).offset()))
                .sum();
    }

    private static long flows(List<SummaryBatch> batches) {
        return batches.stream()
                .mapToLong(batch -> batch.getNodes().get(0).getTotals().getFlows())
                .sum();
    }

    private static long flows(String source) {
        var ledger = ledger(source);
        assertThat(ledger.getLong("unexplained.packets")).isZero();
        assertThat(ledger.getLong("unexplained.bytes")).isZero();
        return ledger.getLong("flows");
    }

    private static JsonPath ledger(String source) {
        return given().queryParam("source", source)
                .get("/api/v1/ledger")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** The value of one line of the metrics; zero where there is none. */
    private static double metric(String name) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private static void execute(String sql) throws SQLException {
        var database = Backends.database();
        try (var connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String dump(String source) throws SQLException {
        var dump = new StringBuilder();
        var database = Backends.database();
        try (var connection =
                DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password())) {
            for (var table : List.of(
                    "closed_window",
                    "node_total",
                    "ledger",
                    "ledger_drop",
                    "application",
                    "conversation",
                    "workload_pair")) {
                try (var rows = connection
                        .createStatement()
                        .executeQuery("SELECT t::text FROM %s t WHERE window_group = '%s' ORDER BY 1"
                                .formatted(table, source))) {
                    while (rows.next()) {
                        dump.append(rows.getString(1)).append('\n');
                    }
                }
            }
        }
        return dump.toString();
    }
}
