package io.tidemark.capture.capture;

import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads tidemark.flows.v1 from its beginning, as the aggregator would. */
final class FlowLog implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<Batch> batches = new ArrayList<>();

    FlowLog(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = IntStream.range(0, Topic.FLOWS.partitions())
                .mapToObj(p -> new TopicPartition(Topic.FLOWS.name(), p))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads on until what has been read is enough; gives all of it, in log order for each partition. */
    List<Batch> readUntil(Predicate<List<Batch>> enough) throws IOException {
        var deadline = Instant.now().plus(PATIENCE);
        while (!enough.test(batches)) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("after %s the log holds only %d batches, %d goodbyes"
                        .formatted(PATIENCE, batches.size(), goodbyes(batches)));
            }
            for (var record : consumer.poll(Duration.ofMillis(200))) {
                batches.add(new Batch(
                        record.partition(), record.key(), record.value(), FlowBatch.parseFrom(record.value())));
            }
        }
        return batches;
    }

    static long goodbyes(List<Batch> batches) {
        return batches.stream()
                .filter(b -> b.message().getMarker().getGoodbye())
                .count();
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** A record of the log. */
    record Batch(int partition, byte[] key, byte[] value, FlowBatch message) {
        long packets() {
            long sum = 0;
            for (int i = 0; i < message.getFlows().length(); i++) {
                var flow = message.getFlows().get(i);
                sum += flow.getForward().getPackets() + flow.getReverse().getPackets();
            }
            return sum;
        }

        long frameBytes() {
            long sum = 0;
            for (int i = 0; i < message.getFlows().length(); i++) {
                var flow = message.getFlows().get(i);
                sum += flow.getForward().getFrameBytes() + flow.getReverse().getFrameBytes();
            }
            return sum;
        }
    }
}
