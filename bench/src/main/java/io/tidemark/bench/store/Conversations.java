package io.tidemark.bench.store;

import io.tidemark.contract.summary.SummaryBatch;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.window.WindowLength;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends summaries of made-up conversations, as many of each window and partition as the aggregator has rows for, to the topic. */
final class Conversations implements AutoCloseable {
    /** The aggregator's top of a partition and window. */
    static final int OF_A_BATCH = 200;

    private final KafkaProducer<byte[], byte[]> producer;
    private final SummaryBatch batch = SummaryBatch.newInstance();
    private final Random random = new Random(1);
    private final long first;
    private long sent;

    /** @param first start of the first window */
    Conversations(String servers, Instant first) {
        this.first = WindowLength.nanos(first);
        this.producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", servers, "compression.type", "lz4", "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends the next windows' batches, at least so many rows. */
    void send(int rows) {
        for (int done = 0; done < rows; done += OF_A_BATCH) {
            int partition = (int) (sent % Topic.SUMMARIES.partitions());
            long window = sent / Topic.SUMMARIES.partitions();
            fill(first + window * WindowLength.DEFAULT.nanos(), partition);
            producer.send(new ProducerRecord<>(Topic.SUMMARIES.name(), partition, null, batch.toByteArray()));
            sent++;
        }
        producer.flush();
    }

    /** Records so far. */
    long sent() {
        return sent;
    }

    private void fill(long start, int partition) {
        batch.clear()
                .setWindowStartNs(start)
                .setWindowLengthNs(WindowLength.DEFAULT.nanos())
                .setWindowGroup("live")
                .setPartition(partition)
                .setComplete(true)
                .setClosedAtNs(start)
                .setParts(1);
        for (int i = 0; i < OF_A_BATCH; i++) {
            var conversation = batch.getMutableConversations().next();
            conversation.addAllClientAddr(new byte[] {10, (byte) random.nextInt(4), (byte) random.nextInt(), (byte) i});
            conversation.addAllServerAddr(new byte[] {10, 100, (byte) random.nextInt(4), (byte) random.nextInt()});
            conversation.setServerPort(443).setProtocol(6);
            var totals = conversation.getMutableTotals().setFlows(1 + random.nextInt(10));
            totals.getMutableForward().setPackets(10).setBytes(1000).setFrameBytes(1140);
            totals.getMutableReverse().setPackets(20).setBytes(9000).setFrameBytes(9280);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
