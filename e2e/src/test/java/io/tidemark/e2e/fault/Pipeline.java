package io.tidemark.e2e.fault;

import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.topic.TopicEnds;
import io.tidemark.contract.topic.Topics;
import io.tidemark.e2e.capture.Capture;
import io.tidemark.e2e.system.Answers;
import io.tidemark.e2e.system.House;
import io.tidemark.e2e.system.Wait;
import io.tidemark.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * The whole of Tidemark as processes of their own on an empty broker and an empty database: two instances of aggregator-service (a
 * third one when told so), query-service, and a capture-service for each capture, which it replays at the recorded speed. Who dies is started
 * again.
 */
final class Pipeline implements AutoCloseable {
    static final String BROKER = "broker";
    static final String QUERY = "query";
    static final List<String> AGGREGATORS = List.of("aggregator-1", "aggregator-2");
    static final String EXTRA = "aggregator-3";

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** Far above what any fault takes: a node that is down for long falls silent, rightly, and its windows are incomplete. */
    private static final String LATENESS = "3m";

    private final Path folder;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<String> captures = new ArrayList<>();
    private final int brokerPort = freePort();
    private final int databasePort = freePort();
    private final int queryPort = freePort();
    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("keeper").factory());
    private EmbeddedDatabase database;

    private Pipeline(Path folder) throws IOException {
        this.folder = folder;
    }

    /**
     * Starts everything but the captures, and waits until it is ready.
     *
     * @param folder empty; data and logs go there
     */
    static Pipeline start(Path folder, List<Capture> captures) throws Exception {
        var pipeline = new Pipeline(folder);
        try {
            pipeline.begin(captures);
            return pipeline;
        } catch (Exception | AssertionError e) {
            pipeline.close();
            throw e;
        }
    }

    private void begin(List<Capture> files) throws Exception {
        add(
                BROKER,
                List.of(
                        "-Xmx384m",
                        "-cp",
                        House.root().resolve("cli/target/lib") + "/*",
                        "io.tidemark.embedded.EmbeddedKafka",
                        folder.resolve("kafka").toString(),
                        Integer.toString(brokerPort)));
        member(BROKER).start();
        database = EmbeddedDatabase.start(folder.resolve("postgresql"), databasePort);
        Wait.until("the broker", PATIENCE, this::listens, yes -> yes);
        try (var admin = admin()) {
            new Topics(admin, 1).ensure(Topic.ALL);
        }
        for (var aggregator : AGGREGATORS) {
            addService(aggregator, "aggregator", 0, "-Dtidemark.aggregator.allowed-lateness=" + LATENESS);
        }
        addService(EXTRA, "aggregator", 0, "-Dtidemark.aggregator.allowed-lateness=" + LATENESS);
        addService(
                QUERY,
                "query",
                queryPort,
                "-Dquarkus.datasource.jdbc.url=" + database.jdbcUrl(),
                "-Dquarkus.datasource.reactive.url=" + database.reactiveUrl(),
                "-Dquarkus.datasource.username=" + database.username(),
                "-Dquarkus.datasource.password=" + database.password());
        for (var file : files) {
            var name = "capture-" + (captures.size() + 1);
            captures.add(name);
            addService(
                    name,
                    "capture",
                    0,
                    "-Dtidemark.capture.files=" + file.file(),
                    "-Dtidemark.capture.speed=recorded",
                    "-Dtidemark.capture.window=1s");
        }
        AGGREGATORS.forEach(name -> member(name).start());
        member(QUERY).start();
        keeper.scheduleWithFixedDelay(() -> members.values().forEach(Member::keep), 300, 300, TimeUnit.MILLISECONDS);
        Wait.until(
                "query-service to be ready",
                PATIENCE,
                () -> answers().get("/q/health/ready").path("status").asText(),
                "UP"::equals);
        captures.forEach(name -> member(name).start());
    }

    private void addService(String name, String service, int port, String... settings) throws IOException {
        var arguments =
                new ArrayList<String>(List.of("-Xmx512m", "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow"));
        arguments.addAll(List.of(settings));
        arguments.addAll(List.of(
                "-Dkafka.bootstrap.servers=127.0.0.1:" + brokerPort,
                "-Dquarkus.http.port=" + port,
                "-jar",
                House.root()
                        .resolve(service + "-service/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        add(name, arguments);
    }

    private void add(String name, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(arguments);
        members.put(name, new Member(name, command, folder.resolve(name + ".log")));
    }

    Member member(String name) {
        return members.get(name);
    }

    /** Names of the capture-services. */
    List<String> captures() {
        return captures;
    }

    /** The database server ends, in order or as if the machine's power went. */
    synchronized void stopDatabase(boolean killed) {
        if (killed) {
            database.process().ifPresent(server -> {
                server.destroyForcibly();
                server.onExit().join();
            });
        }
        database.close();
    }

    /** It is there again, with all it had committed. Backends of a killed server may hold its memory for a moment. */
    synchronized void startDatabase() {
        database = Wait.until(
                "the database",
                PATIENCE,
                () -> EmbeddedDatabase.start(folder.resolve("postgresql"), databasePort),
                started -> true);
    }

    /** Waits until every capture was replayed and all of it is in PostgreSQL. */
    void awaitDrained() {
        Wait.until(
                "the captures to be replayed",
                PATIENCE,
                () -> captures.stream().allMatch(name -> member(name).isDone()),
                yes -> yes);
        awaitGroup(ConsumerGroups.AGGREGATOR, Topic.FLOWS);
        awaitGroup(ConsumerGroups.QUERY, Topic.SUMMARIES);
    }

    private void awaitGroup(String group, Topic topic) {
        Wait.until(
                group + " to have committed all of " + topic.name(),
                PATIENCE,
                () -> {
                    try (var ends = new TopicEnds("127.0.0.1:" + brokerPort);
                            var admin = admin()) {
                        var committed = admin.listConsumerGroupOffsets(group)
                                .partitionsToOffsetAndMetadata()
                                .get();
                        return ends.of(topic.name()).entrySet().stream()
                                .allMatch(end -> end.getValue() == 0
                                        || committed.get(end.getKey()) != null
                                                && committed.get(end.getKey()).offset() >= end.getValue());
                    }
                },
                yes -> yes);
    }

    Answers answers() {
        return new Answers(URI.create("http://127.0.0.1:%d/".formatted(queryPort)));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + brokerPort));
    }

    private boolean listens() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), brokerPort)) {
            return socket.isConnected();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            keeper.shutdownNow();
            keeper.awaitTermination(10, TimeUnit.SECONDS);
            for (var member : members.values()) {
                if (!member.name().equals(BROKER)) {
                    member.stop();
                }
            }
            if (database != null) {
                database.close();
            }
            if (members.containsKey(BROKER)) {
                member(BROKER).stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the processes were stopped", e);
        }
    }
}
