package io.tidemark.charts.standin;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells the lag of consumer groups as Strimzi's Kafka Exporter does: {@code kafka_consumergroup_lag}, by group, topic and
 * partition, from committed offsets, asked anew at each scrape. Arguments: the broker's address, the port, the groups.
 */
public final class StandInLagExporter {
    private final Admin admin;
    private final String[] arguments;

    private StandInLagExporter(Admin admin, String[] arguments) {
        this.admin = admin;
        this.arguments = arguments;
    }

    public static void main(String[] args) throws IOException {
        var admin = Admin.create(
                Map.of("bootstrap.servers", args[0], "request.timeout.ms", "5000", "default.api.timeout.ms", "10000"));
        var exporter = new StandInLagExporter(admin, args);
        var server = HttpServer.create(new InetSocketAddress(Integer.parseInt(args[1])), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/metrics", exchange -> {
            byte[] text;
            int status = 200;
            try {
                text = exporter.metrics().getBytes(StandardCharsets.UTF_8);
            } catch (ExecutionException | InterruptedException e) {
                status = 503;
                text = e.toString().getBytes(StandardCharsets.UTF_8);
            }
            exchange.sendResponseHeaders(status, text.length);
            try (var body = exchange.getResponseBody()) {
                body.write(text);
            }
        });
        server.start();
    }

    private String metrics() throws ExecutionException, InterruptedException {
        var text = new StringBuilder("# TYPE kafka_consumergroup_lag gauge\n");
        for (int i = 2; i < arguments.length; i++) {
            group(arguments[i], text);
        }
        return text.toString();
    }

    private void group(String group, StringBuilder text) throws ExecutionException, InterruptedException {
        var committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        var asked = new TreeMap<TopicPartition, OffsetSpec>(
                Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        committed.forEach((partition, offset) -> {
            if (offset != null) {
                asked.put(partition, OffsetSpec.latest());
            }
        });
        var ends = admin.listOffsets(asked).all().get();
        asked.keySet()
                .forEach(partition ->
                        text.append("kafka_consumergroup_lag{consumergroup=\"%s\",topic=\"%s\",partition=\"%d\"} %d\n"
                                .formatted(
                                        group,
                                        partition.topic(),
                                        partition.partition(),
                                        ends.get(partition).offset()
                                                - committed.get(partition).offset())));
    }
}
