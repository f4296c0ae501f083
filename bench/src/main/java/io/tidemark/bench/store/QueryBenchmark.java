package io.tidemark.bench.store;

import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.topic.Topics;
import io.tidemark.embedded.EmbeddedDatabase;
import io.tidemark.embedded.EmbeddedKafka;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Answers over an hour, a day and a month by many users at once, and the slowest statement of each by as many bare clients. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Makes thirty days of rows, lets query-service sum them up, and asks it by REST: timeseries, top, topology and the conversations of",
            "one host over 1 h, 24 h and 30 d, by so many users who ask again as soon as they are answered: first each a question of its own (of",
            "the same windows, from another moment on), then all the same, whose answers are shared. Then as many clients send the slowest",
            "statement that the question makes, with its values in place, to PostgreSQL: by pgbench where there is one, else by a client of ours;",
            "it is compared with the questions of one's own. Meanwhile rows of later windows come in through Kafka. Not all questions have an",
            "answer in every version, and some are refused as they cost too much; what has none is left out. The last line is a JSON object."
        })
final class QueryBenchmark implements Callable<Integer> {
    private static final Instant END = Instant.parse("2026-05-31T13:47:20Z");
    private static final int INGEST = 5_000; // rows a second
    private static final Duration WINDOW = Duration.ofSeconds(10);
    /** All rows stay, whatever their age. */
    private static final List<String> KEEP =
            List.of("tidemark.query.retention=400d", "tidemark.query.retention-minutes=400d");

    /** And are summed up at once. */
    private static final List<String> KEEP_AND_HURRY = Stream.concat(
                    KEEP.stream(), Stream.of("tidemark.query.rollup.quiet=0s"))
            .toList();

    @Option(names = "--rows", description = "Rows of conversations")
    private long rows = 50_000_000;

    @Option(names = "--users", description = "How many ask at once")
    private int users = 20;

    @Option(names = "--seconds", description = "How long each question is asked, in each of the three ways")
    private double seconds = 10;

    @Option(names = "--warm-up", description = "Seconds that each question is asked before")
    private double warmUp = 10;

    @Option(
            names = "--questions",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Which; all if not given: timeseries, top_host, top_conversation, top_workload, topology, one_host")
    private List<String> asked = List.of();

    @Option(names = "--directory", description = "Where the rows are, or go and stay; a temporary folder if not given")
    private Path directory;

    private final List<Measured> measured = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new QueryBenchmark()).execute(arguments));
    }

    /** A question over a range, asked of the service, by each user another one and by all the same, and, as a statement, of the database. */
    private record Measured(String question, String range, Load service, Load same, Load bare) {
        double ratio() {
            return service.quantile(0.99) / bare.quantile(0.99);
        }
    }

    @Override
    public Integer call() throws Exception {
        var folder = directory == null
                ? Files.createTempDirectory("tidemark-query")
                : Files.createDirectories(directory.toAbsolutePath());
        var history = new History(END, rows);
        var runs = Files.createTempDirectory(folder, "run");
        try (var database = EmbeddedDatabase.start(folder.resolve("postgres"), 0);
                var kafka = EmbeddedKafka.start(runs.resolve("kafka"), 0);
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                var connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                var statement = connection.createStatement()) {
            new Topics(admin, 1).ensure(Topic.ALL);
            var marker = folder.resolve("rows-" + rows);
            if (!Files.exists(marker)) {
                // it makes the tables
                QueryService.start(kafka.bootstrapServers(), database, runs, KEEP)
                        .close();
                history.write(statement);
                Files.createFile(marker);
            }
            try (var service = QueryService.start(kafka.bootstrapServers(), database, runs, KEEP_AND_HURRY)) {
                awaitSummedUp(statement, service);
            }
            try (var service = QueryService.start(kafka.bootstrapServers(), database, runs, KEEP)) {
                measure(
                        service,
                        new Conversations(kafka.bootstrapServers(), afterAll(statement)),
                        new Spy(folder.resolve("postgres"), database, statement),
                        new BareClient(database, runs));
            }
        }
        System.out.println(json());
        return 0;
    }

    /** Rows that come in are of windows that no question asks for. */
    private static Instant afterAll(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("SELECT max(window_start) FROM closed_window")) {
            row.next();
            return row.getTimestamp(1).toInstant().plus(Duration.ofHours(1));
        }
    }

    private static void awaitSummedUp(Statement statement, QueryService service)
            throws SQLException, IOException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            TimeUnit.SECONDS.sleep(1);
            try (var row = statement.executeQuery("SELECT count(*) FROM rollup_pending")) {
                row.next();
                if (row.getLong(1) == 0) {
                    break;
                }
            }
        }
        System.err.printf(
                Locale.ROOT,
                "summed up after %.0f s, %.0f s of the service's processor time%n",
                (System.nanoTime() - start) / 1e9,
                service.processorSeconds());
        statement.execute("VACUUM ANALYZE");
    }

    private void measure(QueryService service, Conversations conversations, Spy spy, BareClient bare) throws Exception {
        var stop = new AtomicBoolean();
        var ingest = Thread.ofVirtual().start(() -> ingest(conversations, stop));
        try {
            var questions = questions();
            if (!asked.isEmpty()) {
                questions.keySet().retainAll(asked);
            }
            for (var question : questions.entrySet()) {
                for (var range : ranges().entrySet()) {
                    measure(
                            question.getKey(),
                            range.getKey(),
                            paths(question.getValue(), range.getValue()),
                            service,
                            spy,
                            bare);
                }
            }
        } finally {
            stop.set(true);
            ingest.join();
        }
    }

    private void measure(
            String question, String range, List<String> paths, QueryService service, Spy spy, BareClient bare)
            throws Exception {
        var own = paths.stream()
                .map(path -> HttpRequest.newBuilder(service.uri(path)).build())
                .map(request -> (Callable<byte[]>) () -> ask(request))
                .toList();
        try {
            own.getFirst().call();
            Load.of(own, warmUp);
        } catch (Refused | ExecutionException e) {
            var cause = e instanceof ExecutionException ? e.getCause() : e;
            if (!(cause instanceof Refused)) {
                throw e;
            }
            System.err.printf("%-18s %-4s left out: %s%n", question, range, cause.getMessage());
            return;
        }
        var sql = spy.slowest(own.getFirst());
        var ours = Load.of(own, seconds);
        var same = Load.of(Collections.nCopies(users, own.getFirst()), seconds);
        var theirs = bare.ask(sql, users, seconds);
        var result = new Measured(question, range, ours, same, theirs);
        measured.add(result);
        System.err.printf(
                Locale.ROOT,
                "%-18s %-4s p50 %7.1f ms, p99 %7.1f ms (%d); the same: p50 %7.1f ms, p99 %7.1f ms (%d); %s p50 %7.1f ms, p99 %7.1f ms (%d); ratio %.2f%n",
                question,
                range,
                ours.quantile(0.5),
                ours.quantile(0.99),
                ours.count(),
                same.quantile(0.5),
                same.quantile(0.99),
                same.count(),
                bare.name(),
                theirs.quantile(0.5),
                theirs.quantile(0.99),
                theirs.count(),
                result.ratio());
    }

    /** The service does not know the question, or will not answer it. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String answer) {
            super(answer);
        }
    }

    private byte[] ask(HttpRequest request) throws IOException, InterruptedException, Refused {
        var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            var answer =
                    "%s answers %d: %s".formatted(request.uri(), response.statusCode(), new String(response.body()));
            if (response.statusCode() / 100 == 4) {
                throw new Refused(answer);
            }
            throw new IllegalStateException(answer);
        }
        return response.body();
    }

    private static Map<String, String> questions() {
        var questions = new LinkedHashMap<String, String>();
        questions.put("timeseries", "/api/v1/timeseries?by=application");
        questions.put("top_host", "/api/v1/top?by=host");
        questions.put("top_conversation", "/api/v1/top?by=conversation");
        questions.put("top_workload", "/api/v1/top?by=workload");
        questions.put("topology", "/api/v1/topology?by=workload");
        questions.put("one_host", "/api/v1/top?by=conversation&filter=any.addr==ip(%2210.0.0.77%22)");
        return questions;
    }

    private static Map<String, Duration> ranges() {
        var ranges = new LinkedHashMap<String, Duration>();
        ranges.put("1h", Duration.ofHours(1));
        ranges.put("24h", Duration.ofHours(24));
        ranges.put("30d", History.LENGTH);
        return ranges;
    }

    /** One of each user; all are of the same windows. */
    private List<String> paths(String question, Duration range) {
        return IntStream.range(0, users)
                .mapToObj(user -> "%s&from=%s&to=%s"
                        .formatted(question, END.minus(range).minusMillis(user * WINDOW.toMillis() / users), END))
                .toList();
    }

    private static void ingest(Conversations conversations, AtomicBoolean stop) {
        try (conversations) {
            long start = System.nanoTime();
            for (long second = 0; !stop.get(); second++) {
                conversations.send(INGEST);
                long wait = start + (second + 1) * 1_000_000_000L - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String json() {
        var answers = new StringBuilder();
        for (var one : measured) {
            answers.append(answers.isEmpty() ? "" : ",")
                    .append(String.format(
                            Locale.ROOT,
                            "{\"question\":\"%s\",\"range\":\"%s\",\"p50_ms\":%.1f,\"p99_ms\":%.1f,\"same_p99_ms\":%.1f,\"bare_p99_ms\":%.1f,\"ratio\":%.2f}",
                            one.question,
                            one.range,
                            one.service.quantile(0.5),
                            one.service.quantile(0.99),
                            one.same.quantile(0.99),
                            one.bare.quantile(0.99),
                            one.ratio()));
        }
        return String.format(
                Locale.ROOT,
                "{\"rows\":%d,\"users\":%d,\"ingest_rows_per_second\":%d,\"worst_p99_ms\":%.1f,\"worst_ratio\":%.2f,\"answers\":[%s]}",
                rows,
                users,
                INGEST,
                measured.stream()
                        .mapToDouble(one -> one.service.quantile(0.99))
                        .max()
                        .orElse(Double.NaN),
                measured.stream().mapToDouble(Measured::ratio).max().orElse(Double.NaN),
                answers);
    }
}
