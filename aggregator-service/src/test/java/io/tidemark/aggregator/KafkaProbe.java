package io.tidemark.aggregator;

import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.summary.SummaryBatch;
import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import us.hebi.quickbuf.InvalidProtocolBufferException;

/** The outside of the service: sends flows, reads what comes out, and looks at the committed offsets. */
public final class KafkaProbe implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final List<ConsumerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();
    /** By all that a batch is known by; none may be there twice. */
    private final Map<String, SummaryBatch> summaries = new TreeMap<>();

    public KafkaProbe(String bootstrapServers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        admin = Admin.create(settings);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var all = new ArrayList<TopicPartition>();
        for (var topic : List.of(Topic.SUMMARIES, Topic.FLOWS_DEAD)) {
            for (int i = 0; i < topic.partitions(); i++) {
                all.add(new TopicPartition(topic.name(), i));
            }
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Sends a batch to the partition it names. */
    public void send(FlowBatch batch) {
        send(batch.getPartition(), batch.toByteArray());
    }

    public void send(int partition, byte[] value) {
        producer.send(new ProducerRecord<>(Topic.FLOWS.name(), partition, null, value));
    }

    /** The summaries of a group so far. */
    public List<SummaryBatch> summaries(String group) {
        poll();
        return summaries.values().stream()
                .filter(batch -> batch.getWindowGroup().equals(group))
                .toList();
    }

    /** Packets of a group so far, both ways, by the rows of the nodes. */
    public long packets(String group) {
        long packets = 0;
        for (var batch : summaries(group)) {
            for (var node : batch.getNodes()) {
                packets += node.getTotals().getForward().getPackets()
                        + node.getTotals().getReverse().getPackets();
            }
        }
        return packets;
    }

    public List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        poll();
        return deadLetters;
    }

    /** Flow records that are not committed yet, on all partitions. */
    public long lag() {
        try {
            var committed = admin.listConsumerGroupOffsets(ConsumerGroups.AGGREGATOR)
                    .partitionsToOffsetAndMetadata()
                    .get();
            long lag = 0;
            var partitions = new ArrayList<TopicPartition>();
            for (int i = 0; i < Topic.FLOWS.partitions(); i++) {
                partitions.add(new TopicPartition(Topic.FLOWS.name(), i));
            }
            for (var end : consumer.endOffsets(partitions).entrySet()) {
                var at = committed.get(end.getKey());
                lag += end.getValue() - (at == null ? 0 : at.offset());
            }
            return lag;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The aggregator's consumer group, as its coordinator sees it. */
    public ConsumerGroupDescription group() {
        try {
            return admin.describeConsumerGroups(List.of(ConsumerGroups.AGGREGATOR))
                    .all()
                    .get()
                    .get(ConsumerGroups.AGGREGATOR);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for a condition, polling meanwhile. */
    public void await(String what, BooleanSupplier condition) {
        producer.flush();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within %s: %s".formatted(PATIENCE, what));
            }
            poll();
        }
    }

    private void poll() {
        for (var record : consumer.poll(Duration.ofMillis(50))) {
            if (record.topic().equals(Topic.FLOWS_DEAD.name())) {
                deadLetters.add(record);
            } else {
                keep(record.value());
            }
        }
    }

    private void keep(byte[] value) {
        try {
            var batch = SummaryBatch.parseFrom(value);
            var name = "%s %d %d %d %d"
                    .formatted(
                            batch.getWindowGroup(),
                            batch.getWindowStartNs(),
                            batch.getPartition(),
                            batch.getRevision(),
                            batch.getPart());
            if (summaries.put(name, batch) != null) {
                throw new AssertionError("committed twice: " + name);
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
        admin.close();
    }
}
