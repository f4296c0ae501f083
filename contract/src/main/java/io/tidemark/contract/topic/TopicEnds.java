package io.tidemark.contract.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Where a topic ends for those who read it: behind the last record of each partition. In a topic that is written in transactions
 * that is before the log's end, as the marker that ends a transaction has an offset too, and no reader is given it.
 */
public final class TopicEnds implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;

    public TopicEnds(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** The offset after the last committed record of each partition; 0 where there is none. */
    public Map<TopicPartition, Long> of(String topic) {
        var partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        var starts = consumer.beginningOffsets(partitions);
        var ends = new HashMap<TopicPartition, Long>();
        for (var end : consumer.endOffsets(partitions).entrySet()) {
            ends.put(end.getKey(), afterLastRecord(end.getKey(), starts.get(end.getKey()), end.getValue()));
        }
        return ends;
    }

    /** Looks back from the log's end, further each time, until there is a record. */
    private long afterLastRecord(TopicPartition partition, long start, long end) {
        consumer.assign(List.of(partition));
        for (long back = 2; ; back *= 8) {
            long from = Math.max(start, end - back);
            consumer.seek(partition, from);
            long after = 0;
            while (consumer.position(partition) < end) {
                for (var record : consumer.poll(POLL)) {
                    after = record.offset() + 1;
                }
            }
            if (after > 0 || from == start) {
                return Math.min(after, end);
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
