package io.tidemark.bench.aggregator;

import io.tidemark.bench.pipeline.ProcessorTime;
import io.tidemark.bench.process.Jvm;
import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.topic.TopicEnds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
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
    @Option(names = "--windows", description = "Windows of 10 s")
    private int windows = 20;

    @Option(names = "--flows", description = "Flows in each window")
    private int flows = 200_000;

    @Option(names = "--rounds", description = "How often each is run")
    private int rounds = 3;

    @Option(
            names = "--cores",
            description =
                    "Processor cores each has, the first ones (taskset); the broker has the others. 0: both have all")
    private int cores = 0;

    @Option(names = "--alone", description = "aggregator-service only")
    private boolean alone;

    @Option(names = "--java", description = "Further JVM argument of aggregator-service; repeatable")
    private List<String> java = new ArrayList<>();

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
            if (!alone) {
                theirs.add(run("Kafka Streams", log, StreamsTopology.APPLICATION, this::streams));
            }
        }
        double million = log.flows() / 1e6;
        double our = median(ours, Took::processorSeconds) / million;
        var comparison = "";
        if (!alone) {
            double their = median(theirs, Took::processorSeconds) / million;
            comparison = String.format(
                    Locale.ROOT, "\"streams_cpu_seconds_per_million_flows\":%.2f,\"ratio\":%.1f,", their, their / our);
        }
        System.out.printf(
                Locale.ROOT,
                "{\"flows\":%d,\"rounds\":%d,\"cores\":%d,\"aggregator_cpu_seconds_per_million_flows\":%.2f,%s"
                        + "\"aggregator_flows_per_second\":%.0f}%n",
                log.flows(),
                rounds,
                cores,
                our,
                comparison,
                log.flows() / median(ours, Took::seconds));
        return 0;
    }

    private Took run(String name, FlowLog log, String group, Contender contender) throws Exception {
        int all = Runtime.getRuntime().availableProcessors();
        if (cores >= all) {
            throw new IllegalArgumentException("--cores %d leaves none of %d to the broker".formatted(cores, all));
        }
        try (var broker = new Broker(home, cores == 0 ? List.of() : Jvm.cores(cores, all - cores))) {
            send(log, broker.servers());
            var command = contender.command(broker.servers(), broker.folder());
            long began = System.nanoTime();
            var process =
                    Jvm.start(Jvm.cores(0, cores), command, broker.folder().resolve("contender.log"));
            try {
                Patience.await(name, () -> !process.isAlive() || isDone(broker, log, group));
                if (!process.isAlive()) {
                    throw new IllegalStateException(name + " has ended: "
                            + Files.readString(broker.folder().resolve("contender.log")));
                }
                var took = new Took(ProcessorTime.of(process.pid()), (System.nanoTime() - began) / 1e9);
                System.err.printf(
                        Locale.ROOT,
                        "%-18s %6.1f s of processor, %6.1f s%n",
                        name,
                        took.processorSeconds(),
                        took.seconds());
                return took;
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
    }

    private List<String> aggregator(String servers, Path folder) {
        var further = new ArrayList<>(java);
        further.add("-Dquarkus.http.port=0");
        further.add("-Dkafka.bootstrap.servers=" + servers);
        return Jvm.service("aggregator", "1g", further);
    }

    private List<String> streams(String servers, Path folder) {
        return List.of(
                "-Xmx4g",
                "-XX:+UseParallelGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                home.resolve("bench/target/classes") + ":" + home.resolve("bench/target/lib") + "/*",
                StreamsTopology.class.getName(),
                servers,
                folder.resolve("state").toString());
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
    private static boolean isDone(Broker broker, FlowLog log, String group) throws Exception {
        var committed = broker.admin()
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        var ends = new HashMap<TopicPartition, Long>();
        log.numbers()
                .forEach(partition -> ends.put(new TopicPartition(Topic.FLOWS.name(), partition), (long)
                        log.partitions().get(partition).size()));
        return isUpTo(ends, committed) && isUpTo(endsOfItsOwn(broker), committed);
    }

    private static Map<TopicPartition, Long> endsOfItsOwn(Broker broker) throws Exception {
        var topics = broker.admin().listTopics().names().get().stream()
                .filter(topic -> topic.endsWith("-repartition"))
                .toList();
        var all = new HashMap<TopicPartition, Long>();
        if (!topics.isEmpty()) {
            try (var ends = new TopicEnds(broker.servers())) {
                topics.forEach(topic -> all.putAll(ends.of(topic)));
            }
        }
        return all;
    }

    private static boolean isUpTo(Map<TopicPartition, Long> ends, Map<TopicPartition, OffsetAndMetadata> committed) {
        return ends.entrySet().stream().allMatch(end -> {
            var at = committed.get(end.getKey());
            return end.getValue() == 0 || at != null && at.offset() >= end.getValue();
        });
    }

    private static double median(List<Took> runs, ToDoubleFunction<Took> what) {
        return runs.stream().mapToDouble(what).sorted().toArray()[runs.size() / 2];
    }

    /** One of the two. */
    @FunctionalInterface
    private interface Contender {
        /** The JVM's arguments. */
        List<String> command(String servers, Path folder);
    }
}
