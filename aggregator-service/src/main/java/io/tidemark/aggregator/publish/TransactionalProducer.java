package io.tidemark.aggregator.publish;

import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka's transactional producer (KIP-98) with the offsets of the aggregator's group in its transactions (KIP-447). It can be
 * made anew at any time: the broker then ends the transaction that was underway, one way or the other, and {@link #committed}
 * tells which. All methods block, and are for one thread.
 */
final class TransactionalProducer implements AutoCloseable {
    /** After this the broker ends the transaction of a process that was killed; readers of what was committed wait for it. */
    private static final int TRANSACTION_MILLIS = 10_000;

    /** Bytes of a dead letter before compression, far above what the broker takes of it compressed. */
    private static final int LONGEST_RECORD = 32 << 20;

    private static final int BLOCK_MILLIS = 10_000;
    private static final int REQUEST_MILLIS = 10_000;

    private final Map<String, Object> kafka;
    private final KafkaProducer<byte[], byte[]> producer;

    /**
     * Connects, and ends what another producer with this id has begun.
     *
     * @param kafka         what all clients of the service share: servers, TLS, login
     * @param transactionId of this process
     * @throws org.apache.kafka.common.KafkaException if the broker is not there, or refuses
     */
    TransactionalProducer(Map<String, Object> kafka, String transactionId) {
        this.kafka = kafka;
        var settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionId);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LONGEST_RECORD);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    void begin() {
        producer.beginTransaction();
    }

    /** A failure shows at {@link #commit}. */
    void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record);
    }

    /**
     * Ends the transaction with these offsets.
     *
     * @param offsets by flow partition
     * @param member  of the group, as it was when these partitions were looked at as its own: if the group has moved on since,
     *                the broker refuses
     */
    void commit(Map<Integer, OffsetAndMetadata> offsets, ConsumerGroupMetadata member) {
        var byTopic = new HashMap<TopicPartition, OffsetAndMetadata>();
        offsets.forEach((partition, offset) -> byTopic.put(new TopicPartition(Topic.FLOWS.name(), partition), offset));
        producer.sendOffsetsToTransaction(byTopic, member);
        try {
            producer.commitTransaction();
        } catch (TimeoutException e) {
            producer.commitTransaction(); // may be repeated after this, and only after this
        }
    }

    /**
     * The offsets that the group has committed now. Waits for those that are in a transaction.
     *
     * @throws org.apache.kafka.common.KafkaException if the broker does not tell
     */
    Map<TopicPartition, OffsetAndMetadata> committed() {
        var settings = new HashMap<>(kafka);
        try (var admin = Admin.create(settings)) {
            return admin.listConsumerGroupOffsets(
                            Map.of(ConsumerGroups.AGGREGATOR, new ListConsumerGroupOffsetsSpec()),
                            new ListConsumerGroupOffsetsOptions()
                                    .requireStable(true)
                                    .timeoutMs(REQUEST_MILLIS))
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (ExecutionException e) {
            throw new org.apache.kafka.common.KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    /** Lets go of the connection, whatever is underway. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
