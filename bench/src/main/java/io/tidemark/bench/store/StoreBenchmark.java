package io.tidemark.bench.store;

import io.tidemark.bench.pipeline.ProcessorTime;
import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.topic.Topics;
import io.tidemark.embedded.EmbeddedDatabase;
import io.tidemark.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From a topic that is full to PostgreSQL, and the same rows by a bare COPY, one after the other, round by round. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Rows a second that query-service carries from Kafka into PostgreSQL, and those of a bare COPY of the same rows, from a binary",
            "file beside the server, into a table of the same form with the same index. Interleaved: the topic is filled while the service",
            "stands still, and the clock runs from when it goes on until it has committed all. Rows are summed up over time later, and not",
            "in these seconds. The first round is warm-up. Medians; the last line is a JSON object."
        })
final class StoreBenchmark implements Callable<Integer> {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    @Option(names = "--rows", description = "Rows of conversations in each round")
    private int rows = 500_000;

    @Option(names = "--rounds", description = "How often each is run")
    private int rounds = 5;

    private final List<Round> done = new ArrayList<>();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new StoreBenchmark()).execute(arguments));
    }

    /** Rows a second, and processor seconds per million rows of the service and of PostgreSQL; of COPY. */
    private record Round(double rows, double copied, double service, double database, double copy) {}

    @Override
    public Integer call() throws Exception {
        var folder = Files.createTempDirectory("tidemark-store");
        try (var kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                var database = EmbeddedDatabase.start(folder.resolve("postgres"), 0);
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                var conversations = new Conversations(kafka.bootstrapServers(), FIRST)) {
            new Topics(admin, 1).ensure(Topic.ALL);
            try (var service = QueryService.start(
                            kafka.bootstrapServers(), database, folder, List.of("tidemark.query.rollup.quiet=1d"));
                    var connection =
                            DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                    var statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE copied (LIKE conversation INCLUDING ALL) PARTITION BY RANGE (window_start)");
                statement.execute("CREATE TABLE copied_all PARTITION OF copied DEFAULT");
                for (int round = 0; round <= rounds; round++) {
                    var measured = round(service, database, admin, conversations, statement, folder);
                    System.err.printf(
                            Locale.ROOT,
                            "%s %,10.0f rows/s, COPY %,10.0f rows/s, ratio %.2f%n",
                            round == 0 ? "warm-up" : "round " + round,
                            measured.rows,
                            measured.copied,
                            measured.rows / measured.copied);
                    if (round > 0) {
                        done.add(measured);
                    }
                }
            }
        }
        System.out.println(json());
        return 0;
    }

    private Round round(
            QueryService service,
            EmbeddedDatabase database,
            Admin admin,
            Conversations conversations,
            Statement statement,
            Path folder)
            throws Exception {
        long before = count(statement, "conversation");
        service.pause();
        conversations.send(rows);
        statement.execute("CHECKPOINT");
        double serviceBefore = service.processorSeconds();
        double databaseBefore = servers(database);
        long start = System.nanoTime();
        service.resume();
        while (committed(admin) < conversations.sent()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        double seconds = seconds(start);
        double serviceSeconds = service.processorSeconds() - serviceBefore;
        double databaseSeconds = servers(database) - databaseBefore;
        long written = count(statement, "conversation") - before;

        var file = folder.resolve("rows.copy");
        statement.execute(
                "COPY (SELECT * FROM conversation ORDER BY window_start DESC, partition LIMIT %d) TO '%s' (FORMAT binary)"
                        .formatted(written, file));
        statement.execute("TRUNCATE copied");
        statement.execute("CHECKPOINT");
        databaseBefore = servers(database);
        start = System.nanoTime();
        long copied = statement.executeLargeUpdate("COPY copied FROM '%s' (FORMAT binary)".formatted(file));
        double copySeconds = seconds(start);
        double copyProcessor = servers(database) - databaseBefore;
        Files.delete(file);
        if (written < rows || copied != written) {
            throw new IllegalStateException(
                    "%d rows were sent, %d written, %d copied".formatted(rows, written, copied));
        }
        double million = written / 1e6;
        return new Round(
                written / seconds,
                copied / copySeconds,
                serviceSeconds / million,
                databaseSeconds / million,
                copyProcessor / million);
    }

    private String json() {
        return String.format(
                Locale.ROOT,
                "{\"rows\":%d,\"rounds\":%d,\"rows_per_second\":%.0f,\"copy_rows_per_second\":%.0f,\"ratio\":%.2f,"
                        + "\"cpu_seconds_per_million_rows\":{\"service\":%.1f,\"postgresql\":%.1f,\"copy\":%.1f}}",
                rows,
                rounds,
                median(done.stream().map(Round::rows).toList()),
                median(done.stream().map(Round::copied).toList()),
                median(done.stream().map(round -> round.rows / round.copied).toList()),
                median(done.stream().map(Round::service).toList()),
                median(done.stream().map(Round::database).toList()),
                median(done.stream().map(Round::copy).toList()));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static long count(Statement statement, String table) throws SQLException {
        try (var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
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

    /** Processor seconds of PostgreSQL's processes that live now; those that ended are in their parent's. */
    private static double servers(EmbeddedDatabase database) throws IOException {
        var server = database.process().orElseThrow();
        double sum = ProcessorTime.of(server.pid());
        for (var child : server.descendants().toList()) {
            sum += ProcessorTime.of(child.pid());
        }
        return sum;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
