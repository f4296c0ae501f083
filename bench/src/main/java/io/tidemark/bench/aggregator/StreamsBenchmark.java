package io.tidemark.bench.aggregator;

import io.tidemark.bench.pipeline.ProcessorTime;
import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.topic.TopicEnds;
import io.tidemark.contract.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From Kafka to Kafka: the packaged aggregator-service and {@link StreamsTopology}, one after the other, round by round. */
@Command(
        name = "streams",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Processor seconds per million flows of aggregator-service, and of a Kafka Streams topology that makes the conversations alone of",
            "the same windows. Each reads the same log of flows from a broker of its own, from a cold start until it has committed all of it.",
            "The broker's processor seconds are not in them. Interleaved; medians; the last line is a JSON object."
        })
final class StreamsBenchmark implements Callable<Integer> {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(15);

    @Option(names = "--windows", description = "Windows of 10 s")
    private int windows = 20;

    @Option(names = "--flows", description = "Flows in each window")
    private int flows = 200_000;

    @Option(names = "--rounds", description = "How often each is run")
    private int rounds = 3;

    private final Path home = Path.of(System.getProperty("tidemark.home", "."));

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new StreamsBenchmark()).execute(arguments));
    }

    /** What one run took. */
    private record Took(double processorSeconds, double seconds) {}

    @Override
    public Integer call() throws Exception {
        var log = FlowLog.of(windows, flows);
        var ours = new ArrayList<Took>();
        var theirs = new ArrayList<Took>();
        for (int round = 1; round <= rounds; round++) {
            ours.add(run("aggregator-service", log, ConsumerGroups.AGGREGATOR, this::aggregator));
            theirs.add(run("Kafka Streams", log, StreamsTopology.APPLICATION, this::streams));
        }
        double million = log.flows() / 1e6;
        double our = median(ours.stream().map(Took::processorSeconds).toList()) / million;
        double their = median(theirs.stream().map(Took::processorSeconds).toList()) / million;
        double ourSeconds = median(ours.stream().map(Took::seconds).toList());
        System.out.printf(
                Locale.ROOT,
                "{\"flows\":%d,\"rounds\":%d,\"aggregator_cpu_seconds_per_million_flows\":%.2f,\"streams_cpu_seconds_per_million_flows\":%.2f,"
                        + "\"ratio\":%.1f,\"aggregator_flows_per_second\":%.0f}%n",
                log.flows(),
                rounds,
                our,
                their,
                their / our,
                log.flows() / ourSeconds);
        return 0;
    }

    private Took run(String name, FlowLog log, String group, Contender contender) throws Exception {
        var folder = Files.createTempDirectory("tidemark-streams");
        int port = freePort();
        var broker = start(
                folder.resolve("broker.log"),
                List.of(
                        "-Xmx512m",
                        "-cp",
                        home.resolve("cli/target/lib") + "/*",
                        "io.tidemark.embedded.EmbeddedKafka",
                        folder.resolve("kafka").toString(),
                        Integer.toString(port)));
        try {
            await("the broker", () -> listens(port));
            var servers = "127.0.0.1:" + port;
            try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                new Topics(admin, 1).ensure(Topic.ALL);
                send(log, servers);
                long began = System.nanoTime();
                var process = start(folder.resolve("contender.log"), contender.command(servers, folder));
                try {
                    await(name, () -> isDone(admin, servers, group));
                    var took = new Took(ProcessorTime.of(process.pid()), (System.nanoTime() - began) / 1e9);
                    System.err.printf(
                            Locale.ROOT,
                            "%-18s %6.1f s of processor, %6.1f s%n",
                            name,
                            took.processorSeconds(),
                            took.seconds());
                    return took;
                } finally {
                    process.destroyForcibly().waitFor();
                }
            }
        } finally {
            broker.destroyForcibly().waitFor();
            delete(folder);
        }
    }

    private List<String> aggregator(String servers, Path folder) {
        return List.of(
                "-Xmx1g",
                "-XX:+UseParallelGC",
                "-Dkafka.bootstrap.servers=" + servers,
                "-Dquarkus.http.port=0",
                "-jar",
                home.resolve("aggregator-service/target/quarkus-app/quarkus-run.jar")
                        .toString());
    }

    private List<String> streams(String servers, Path folder) {
        return List.of(
                "-Xmx4g",
                "-XX:+UseParallelGC",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                home.resolve("bench/target/classes") + ":" + home.resolve("bench/target/lib") + "/*",
                StreamsTopology.class.getName(),
                servers,
                folder.resolve("state").toString());
    }

    private static Process start(Path log, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of(
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static void send(FlowLog log, String servers) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", servers, "compression.type", "lz4", "linger.ms", 50),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            log.numbers()
                    .forEach(partition -> log.partitions()
                            .get(partition)
                            .forEach(value ->
                                    producer.send(new ProducerRecord<>(Topic.FLOWS.name(), partition, null, value))));
        }
    }

    /** All flows are committed, and all records of the topics that it made for itself. */
    private static boolean isDone(Admin admin, String servers, String group) throws Exception {
        var committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        var topics = new ArrayList<>(List.of(Topic.FLOWS.name()));
        admin.listTopics().names().get().stream()
                .filter(topic -> topic.endsWith("-repartition"))
                .forEach(topics::add);
        try (var ends = new TopicEnds(servers)) {
            for (var topic : topics) {
                for (var end : ends.of(topic).entrySet()) {
                    var at = committed.get(end.getKey());
                    if (end.getValue() > 0 && (at == null || at.offset() < end.getValue())) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static boolean listens(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }

    private static void await(String what, Callable<Boolean> done) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            try {
                if (done.call()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                // not there yet
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new IllegalStateException(what + " takes too long");
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** One of the two. */
    @FunctionalInterface
    private interface Contender {
        /** The JVM's arguments. */
        List<String> command(String servers, Path folder);
    }
}
