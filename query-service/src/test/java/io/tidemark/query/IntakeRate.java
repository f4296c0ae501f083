package io.tidemark.query;

import io.tidemark.contract.summary.SummaryBatch;
import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.topic.Topics;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.embedded.EmbeddedDatabase;
import io.tidemark.embedded.EmbeddedKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Measures the packaged service: from its start until it is ready, then rows a second from a topic that fills to PostgreSQL, and
 * the same rows by bare COPY into a table of the same form. CPU times tell the truth on a machine that does other things too.
 * A program, not a test:
 *
 * <pre>
 * mvn -q -pl query-service -am package -DskipTests dependency:build-classpath -Dmdep.outputFile=/tmp/class-path
 * java -cp query-service/target/test-classes:$(cat /tmp/class-path) io.tidemark.query.IntakeRate \
 *     query-service/target/quarkus-app/quarkus-run.jar
 * </pre>
 */
final class IntakeRate {
    private static final int CONVERSATIONS = 200; // the aggregator's top of a partition and window

    private IntakeRate() {}

    /** Usage: IntakeRate QUARKUS_RUN_JAR [ROWS]. */
    public static void main(String[] args) throws Exception {
        var jar = Path.of(args[0]);
        int rows = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        var folder = Files.createTempDirectory("tidemark-intake-rate");
        try (var kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                var database = EmbeddedDatabase.start(folder.resolve("postgres"), 0);
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            new Topics(admin, 1).ensure(Topic.ALL);
            int port = freePort();
            long start = System.nanoTime();
            var service = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Dkafka.bootstrap.servers=" + kafka.bootstrapServers(),
                            "-Dquarkus.datasource.jdbc.url=" + database.jdbcUrl(),
                            "-Dquarkus.datasource.reactive.url=" + database.reactiveUrl(),
                            "-Dquarkus.datasource.username=" + database.username(),
                            "-Dquarkus.datasource.password=" + database.password(),
                            "-Dquarkus.http.port=" + port,
                            "-jar",
                            jar.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("service.log").toFile())
                    .start();
            try {
                awaitReady(port);
                System.out.printf("ready after %.1f s, CPU %.1f s%n", seconds(start), cpu(service.toHandle()) / 1e9);
                rate(kafka, database, admin, service, rows);
            } finally {
                service.destroy();
                service.waitFor();
                System.out.println("log: " + folder.resolve("service.log"));
            }
        }
    }

    private static void rate(EmbeddedKafka kafka, EmbeddedDatabase database, Admin admin, Process service, int rows)
            throws Exception {
        long cpu = cpu(service.toHandle());
        long servers = servers(database);
        long start = System.nanoTime();
        long records = fill(kafka, rows);
        double filled = seconds(start);
        while (committed(admin) < records) {
            Thread.sleep(20);
        }
        double taken = seconds(start);
        System.out.printf(
                "intake: %d rows in %.1f s (topic filled after %.1f s): %.0f rows/s, CPU: service %.1f s, PostgreSQL %.1f s%n",
                rows,
                taken,
                filled,
                rows / taken,
                (cpu(service.toHandle()) - cpu) / 1e9,
                (servers(database) - servers) / 1e9);
        try (var connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                var statement = connection.createStatement()) {
            var file = "/tmp/tidemark-intake-rate-" + ProcessHandle.current().pid() + ".copy";
            statement.execute("COPY (SELECT * FROM conversation) TO '" + file + "' (FORMAT binary)");
            statement.execute(
                    "CREATE TABLE copied (LIKE conversation INCLUDING ALL) PARTITION BY RANGE (window_start)");
            statement.execute("CREATE TABLE copied_all PARTITION OF copied DEFAULT");
            servers = servers(database);
            long copy = System.nanoTime();
            long copied = statement.executeLargeUpdate("COPY copied FROM '" + file + "' (FORMAT binary)");
            System.out.printf(
                    "bare COPY: %d rows, %.0f rows/s, CPU: PostgreSQL %.1f s%n",
                    copied, copied / seconds(copy), (servers(database) - servers) / 1e9);
            Files.deleteIfExists(Path.of(file));
        }
    }

    private static long fill(EmbeddedKafka kafka, int rows) {
        long records = 0;
        var random = new Random(1);
        long first = WindowLength.nanos(Instant.parse("2026-01-01T00:00:00Z"));
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var batch = SummaryBatch.newInstance();
            while (records * CONVERSATIONS < rows) {
                int partition = (int) (records % Topic.SUMMARIES.partitions());
                long window = records / Topic.SUMMARIES.partitions();
                fill(batch, first + window * WindowLength.DEFAULT.nanos(), partition, random);
                producer.send(new ProducerRecord<>(Topic.SUMMARIES.name(), partition, null, batch.toByteArray()));
                records++;
            }
        }
        return records;
    }

    private static void fill(SummaryBatch batch, long start, int partition, Random random) {
        batch.clear()
                .setWindowStartNs(start)
                .setWindowLengthNs(WindowLength.DEFAULT.nanos())
                .setWindowGroup("live")
                .setPartition(partition)
                .setComplete(true)
                .setClosedAtNs(start)
                .setParts(1);
        for (int i = 0; i < CONVERSATIONS; i++) {
            var conversation = batch.getMutableConversations().next();
            conversation.addAllClientAddr(new byte[] {10, (byte) random.nextInt(), (byte) random.nextInt(), (byte) i});
            conversation.addAllServerAddr(new byte[] {10, 0, (byte) random.nextInt(4), (byte) random.nextInt()});
            conversation.setServerPort(443).setProtocol(6);
            conversation.getMutableTotals().setFlows(1 + random.nextInt(10));
            conversation
                    .getMutableTotals()
                    .getMutableForward()
                    .setPackets(10)
                    .setBytes(1000)
                    .setFrameBytes(1140);
            conversation
                    .getMutableTotals()
                    .getMutableReverse()
                    .setPackets(20)
                    .setBytes(9000)
                    .setFrameBytes(9280);
        }
    }

    private static long committed(Admin admin) throws Exception {
        return admin
                .listConsumerGroupOffsets(ConsumerGroups.QUERY)
                .partitionsToOffsetAndMetadata()
                .get()
                .values()
                .stream()
                .mapToLong(offset -> offset == null ? 0 : offset.offset())
                .sum();
    }

    private static void awaitReady(int port) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            while (true) {
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (java.io.IOException notYet) {
                    // not listening
                }
                Thread.sleep(20);
            }
        }
    }

    private static int freePort() throws java.io.IOException {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static long cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** CPU time of PostgreSQL's processes that live now. */
    private static long servers(EmbeddedDatabase database) {
        var server = database.process().orElseThrow();
        return cpu(server) + server.descendants().mapToLong(IntakeRate::cpu).sum();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
