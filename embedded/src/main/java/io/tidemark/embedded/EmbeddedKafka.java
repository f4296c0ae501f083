package io.tidemark.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka node, broker and controller in one (KRaft), on loopback. Its log lies in a folder and is there again after a
 * restart, whatever the port then is. Topics must be created: none comes into being by being asked for.
 *
 * <p>Usable in a test's own JVM or, by {@link #main}, as a process.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE = 1;

    /** Warns at each start that it starts; what is an error there ends the process anyway. */
    private static final Logger CONTROLLER = Logger.getLogger("org.apache.kafka.controller");

    /** Kept here because the logging framework holds loggers weakly and would forget their level. */
    private static final List<Logger> QUIETED = Stream.of(
                    "kafka",
                    "state.change.logger",
                    "org.apache.kafka.common.metrics",
                    "org.apache.kafka.common.utils.AppInfoParser",
                    "org.apache.kafka.common.config.AbstractConfig",
                    "org.apache.kafka.coordinator",
                    "org.apache.kafka.image",
                    "org.apache.kafka.metadata",
                    "org.apache.kafka.network",
                    "org.apache.kafka.queue",
                    "org.apache.kafka.raft",
                    "org.apache.kafka.server",
                    "org.apache.kafka.storage")
            .map(Logger::getLogger)
            .toList();

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts the node; returns when clients can use it.
     *
     * @param dataDir its own folder, made when absent, formatted when empty
     * @param port    for clients on 127.0.0.1; 0: a free one
     * @throws IOException if the folder cannot be used
     */
    public static EmbeddedKafka start(Path dataDir, int port) throws IOException {
        QUIETED.forEach(logger -> logger.setLevel(Level.WARNING));
        CONTROLLER.setLevel(Level.SEVERE);
        var clientPort = port == 0 ? Loopback.freePort() : port;
        var config = new KafkaConfig(settings(dataDir.toAbsolutePath(), clientPort, Loopback.freePort()), false);
        format(dataDir.toAbsolutePath(), config);
        var server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return new EmbeddedKafka(server, clientPort);
    }

    /** What clients connect to, {@code host:port}. */
    public String bootstrapServers() {
        return Loopback.HOST + ":" + port;
    }

    /** Stops the node in order: what it acknowledged is on its way to the disk, and the next start is a quick one. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    /**
     * Runs the node until the process is told to end (SIGTERM, Ctrl-C). Prints one line when clients can come.
     *
     * @param args the folder and the port
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            System.err.println("usage: EmbeddedKafka DATA-DIR PORT");
            System.exit(2);
        }
        var ended = new CountDownLatch(1);
        var kafka = start(Path.of(args[0]), Integer.parseInt(args[1]));
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("kafka-shutdown").unstarted(() -> {
                    kafka.close();
                    ended.countDown();
                }));
        System.out.println("Kafka is ready on " + kafka.bootstrapServers());
        ended.await();
    }

    private static void format(Path dataDir, KafkaConfig config) throws IOException {
        if (Files.exists(dataDir.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(dataDir);
        var said = new ByteArrayOutputStream();
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8))
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(dataDir.toString()))
                    .setMetadataLogDirectory(dataDir.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new IOException(
                    "cannot format %s for Kafka: %s".formatted(dataDir, said.toString(StandardCharsets.UTF_8)), e);
        }
    }

    /** A laptop's settings: one replica of everything, small buffers, few threads, no waiting for others to join. */
    private static Map<String, String> settings(Path dataDir, int clientPort, int controllerPort) {
        var settings = new HashMap<String, String>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put("log.dirs", dataDir.toString());

        settings.put(
                "listeners",
                "CLIENTS://%s:%d,CONTROLLER://%1$s:%d".formatted(Loopback.HOST, clientPort, controllerPort));
        settings.put("advertised.listeners", "CLIENTS://%s:%d".formatted(Loopback.HOST, clientPort));
        settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "CLIENTS");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", "%d@%s:%d".formatted(NODE, Loopback.HOST, controllerPort));

        settings.put("auto.create.topics.enable", "false");
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "2");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "2");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");

        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("log.segment.bytes", Integer.toString(128 << 20));
        settings.put("log.index.size.max.bytes", Integer.toString(2 << 20));
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20)); // the default alone is 128 MiB
        settings.put("log.cleaner.io.buffer.size", Integer.toString(128 << 10));
        settings.put("offsets.topic.segment.bytes", Integer.toString(16 << 20));
        return settings;
    }
}
