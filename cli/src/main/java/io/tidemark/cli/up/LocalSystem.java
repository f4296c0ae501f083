package io.tidemark.cli.up;

import io.tidemark.cli.process.Child;
import io.tidemark.cli.process.Console;
import io.tidemark.cli.process.DataDirectory;
import io.tidemark.cli.process.Leash;
import io.tidemark.cli.process.Program;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.topic.Topics;
import io.tidemark.embedded.EmbeddedKafka;
import io.tidemark.embedded.Loopback;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;

/**
 * The whole system on this machine: the broker and the database first, then the topics, then the services, all of them watched
 * and started again when they die. Stopped in the order in which packets come: capture, aggregator, query, database, broker;
 * nothing that one has acknowledged is lost, and a start on the same data directory goes on.
 */
public final class LocalSystem implements AutoCloseable {
    /** Exit codes of capture-service at the end of its files: all well, or a file was broken. */
    private static final Set<Integer> REPLAYED = Set.of(0, 3);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A training run writes its AOT cache at its end. */
    private static final Duration PATIENCE_IN_TRAINING = Duration.ofMinutes(3);

    /** Of the broker's JVM; the services' own are in their {@code java.options}. */
    private static final List<String> KAFKA_JVM = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xmx384m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Plan plan;
    private final Installation installation;
    private final Console console;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final DataDirectory data;
    private final List<Child> children = new ArrayList<>();
    private final CountDownLatch startEnded = new CountDownLatch(1);
    private Leash leash;
    private volatile DatabaseServer databaseServer;
    private String kafka;
    private DatabaseAccess database;
    private Child capture;
    private int queryPort;
    private final Object stopping = new Object();
    private volatile boolean stopped;

    private LocalSystem(Plan plan, Installation installation, Console console) throws IOException {
        this.plan = plan;
        this.installation = installation;
        this.console = console;
        this.data = DataDirectory.open(plan.dataDir());
    }

    /**
     * Takes the data directory. Nothing runs yet.
     *
     * @throws IOException if another process has it
     */
    public static LocalSystem prepare(Plan plan, Installation installation, Console console) throws IOException {
        return new LocalSystem(plan, installation, console);
    }

    /**
     * Starts everything; returns when the page can be opened.
     *
     * @throws IOException if something does not start; what did is running until {@link #close}
     */
    public void start() throws IOException, InterruptedException {
        try {
            var left = data.reclaim();
            if (!left.isEmpty()) {
                console.say("Ended what a killed predecessor left running: " + String.join(", ", left));
            }
            leash = Leash.on(data, List.of("capture", "aggregator", "query", "postgresql", "kafka"));
            startServers();
            ensureTopics();
            startServices();
        } finally {
            startEnded.countDown();
        }
    }

    /** Where the page is. */
    public URI page() {
        return URI.create("http://%s:%d/".formatted(Loopback.HOST, queryPort));
    }

    /** Bootstrap servers. */
    public String kafka() {
        return kafka;
    }

    /**
     * Waits until every file is replayed, sent and acknowledged.
     *
     * @return capture-service's exit code, 0 or 3: a file was broken
     */
    public int awaitReplayed() throws IOException, InterruptedException {
        return capture.awaitDone();
    }

    /** Stops everything, in order; returns when all is stopped, whoever began it. Does nothing the second time. */
    @Override
    public void close() throws IOException {
        synchronized (stopping) {
            if (!stopped) {
                stopped = true;
                stopAll();
            }
        }
    }

    /** When all is stopped and somebody will want to start it again: see {@link Installation#trainInBackground}. */
    void trainLater() throws IOException {
        if (console.showsStatus() && installation.trainInBackground()) {
            console.say("For about half a minute, in the background, the next start is made faster (tidemark train).");
        }
    }

    private void stopAll() throws IOException {
        try (data) {
            stop("capture");
            stop("aggregator");
            stop("query");
            startEnded.await(); // soon: it meets a stopped child, or sees that nothing more is to be started
            if (databaseServer != null) {
                databaseServer.close();
            }
            stop("kafka");
            if (leash != null) {
                leash.close();
            }
            if (!plan.keep()) {
                data.delete();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startServers() throws IOException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var broker = threads.submit(() -> {
                startKafka();
                return null;
            });
            var server = threads.submit(() -> {
                startDatabase();
                return null;
            });
            broker.get();
            server.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    private void startKafka() throws IOException, InterruptedException {
        if (plan.kafka().isPresent()) {
            kafka = plan.kafka().get();
            return;
        }
        var since = System.nanoTime();
        var port = Loopback.freePort();
        kafka = "%s:%d".formatted(Loopback.HOST, port);
        var command = new ArrayList<>(KAFKA_JVM);
        command.addAll(installation.aot("kafka"));
        command.addAll(List.of(
                "-Djava.util.logging.SimpleFormatter.format=%1$tF %1$tT,%1$tL %4$-7s [%3$s] %5$s%6$s%n",
                "-cp",
                installation.classPath(),
                EmbeddedKafka.class.getName(),
                data.kafka().toString(),
                Integer.toString(port)));
        start(new Program("kafka", command, Set.of(), () -> listens(port))).awaitReady();
        tellReady("Kafka", kafka, since);
    }

    private void startDatabase() throws IOException {
        if (plan.database().isPresent()) {
            database = plan.database().get();
            return;
        }
        var since = System.nanoTime();
        databaseServer = DatabaseServer.start(data, console);
        database = databaseServer.access();
        tellReady("PostgreSQL", database.location(), since);
    }

    private void ensureTopics() throws IOException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            var replicas = Math.min(3, admin.describeCluster().nodes().get().size());
            for (var difference : new Topics(admin, replicas).ensure(Topic.ALL)) {
                console.say("  Kafka: WARN " + difference);
            }
        } catch (ExecutionException e) {
            throw new IOException(
                    "the topics cannot be made on %s: %s"
                            .formatted(kafka, e.getCause().getMessage()),
                    e);
        }
    }

    private void startServices() throws IOException, InterruptedException {
        queryPort = Loopback.freePort(plan.port());
        if (queryPort != plan.port() && plan.port() != 0) {
            console.say("  port %d is taken; the page is on %d".formatted(plan.port(), queryPort));
        }
        var query = new ServiceSettings()
                .with("quarkus.datasource.jdbc.url", database.jdbcUrl())
                .with("quarkus.datasource.reactive.url", database.reactiveUrl())
                .with("quarkus.datasource.username", database.username())
                .with("quarkus.datasource.password", database.password());
        var aggregator = new ServiceSettings();
        if (plan.kafka().isEmpty()) {
            aggregator.with(
                    "tidemark.aggregator.instance", "local"); // alone on this broker: goes on at once after a kill
        }
        var since = System.nanoTime();
        var started = List.of(
                startService("query", query, queryPort, Set.of(), "512m"),
                startService("aggregator", aggregator, 0, Set.of(), "1g"),
                startService(
                        "capture", plan.capture().settings(), 0, plan.capture().ends() ? REPLAYED : Set.of(), "768m"));
        capture = started.getLast();
        for (var child : started) {
            console.status("  waiting for " + child.name());
            child.awaitReady();
            tellReady(child.name(), "process " + child.pid(), since);
        }
    }

    private Child startService(String name, ServiceSettings settings, int wantedPort, Set<Integer> done, String heap)
            throws IOException {
        var port = Loopback.freePort(wantedPort);
        settings.with("kafka.bootstrap.servers", kafka)
                .with("quarkus.http.host", Loopback.HOST)
                .with("quarkus.http.port", port)
                .with("quarkus.log.category.\"io.smallrye.health\".level", "WARN") // we ask often while it starts
                // Quarkus registers Netty's gauges twice and Micrometer warns of it, at each start, of nothing to be
                // done
                .with("quarkus.log.category.\"io.micrometer.core.instrument.MeterRegistry\".level", "ERROR")
                .writeTo(data.propertiesOf(name));
        var command = new ArrayList<String>();
        command.addAll(installation.jvmOptions(name + "-service"));
        command.add("-Xmx" + heap);
        command.addAll(installation.aot(name));
        command.add("-Dsmallrye.config.locations=" + data.propertiesOf(name).toUri());
        command.add("-jar");
        command.add(installation.runner(name + "-service").toString());
        console.detail("%s answers on http://%s:%d/q/health".formatted(name, Loopback.HOST, port));
        return start(new Program(name, command, done, () -> isReady(port)));
    }

    private Child start(Program program) throws IOException {
        synchronized (children) {
            if (stopped) {
                throw new IOException("stopped while starting");
            }
            var child = Child.start(program, data, console);
            children.add(child);
            return child;
        }
    }

    private void stop(String name) throws InterruptedException {
        List<Child> started;
        synchronized (children) {
            started = List.copyOf(children);
        }
        for (var child : started) {
            if (child.name().equals(name)) {
                console.status("  stopping " + name);
                child.stop(installation.trains() ? PATIENCE_IN_TRAINING : PATIENCE);
            }
        }
    }

    private void tellReady(String what, String where, long sinceNanos) {
        var seconds = (System.nanoTime() - sinceNanos) / 1e9;
        console.say(String.format(Locale.ROOT, "  %-12s ready after %4.1f s   %s", what, seconds, where));
    }

    private static boolean listens(int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(Loopback.HOST, port), 500);
            return true;
        }
    }

    private boolean isReady(int port) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://%s:%d/q/health/ready".formatted(Loopback.HOST, port)))
                .timeout(Duration.ofSeconds(5))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    }
}
