package io.tidemark.bench.aggregator;

import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.flow.Marker;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.window.WindowLength;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One node that watches the present, and in each window sends the same conversations again, spread over the window: metered
 * once, then sent with the time, window and sequence number of now.
 */
final class LiveTraffic implements AutoCloseable {
    private static final String NODE = "bench";

    private final long epoch = WindowLength.nanos(Instant.now());
    private final List<Partition> partitions = new ArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private long flows;

    /**
     * Sends nothing yet.
     *
     * @param conversations in each window
     */
    LiveTraffic(int conversations, String servers) throws IOException {
        var log = FlowLog.of(1, conversations);
        for (int number : log.numbers().toArray()) {
            partitions.add(new Partition(number, log.partitions().get(number)));
        }
        producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", servers, "compression.type", "lz4", "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Sends what is due of a window: batches up to this part of it; with all of it, the markers.
     *
     * @param part 0 to 1
     */
    void send(long windowStart, double part) {
        for (var partition : partitions) {
            partition.send(windowStart, part);
        }
    }

    /** Flow records that were sent. */
    long flows() {
        return flows;
    }

    @Override
    public void close() {
        producer.close();
    }

    /** What goes to one partition. */
    private final class Partition {
        private final int number;
        private final List<FlowBatch> batches = new ArrayList<>();
        private final Marker sums = Marker.newInstance();
        private long sequence;
        private int next;

        Partition(int number, List<byte[]> values) throws IOException {
            this.number = number;
            for (var value : values) {
                var batch = FlowBatch.parseFrom(value);
                batch.clearMarker().setNode(NODE).setEpoch(epoch).setWindowGroup("live");
                for (var flow : batch.getFlows()) {
                    sums.setFlows(sums.getFlows() + 1)
                            .setPackets(sums.getPackets()
                                    + flow.getForward().getPackets()
                                    + flow.getReverse().getPackets())
                            .setBytes(sums.getBytes()
                                    + flow.getForward().getBytes()
                                    + flow.getReverse().getBytes())
                            .setFrameBytes(sums.getFrameBytes()
                                    + flow.getForward().getFrameBytes()
                                    + flow.getReverse().getFrameBytes());
                }
                if (batch.getFlows().length() > 0) {
                    batches.add(batch);
                }
            }
        }

        void send(long windowStart, double part) {
            for (; next < Math.floor(part * batches.size()); next++) {
                var batch = batches.get(next);
                batch.getFlows().forEach(flow -> flow.setStartNs(windowStart).setEndNs(windowStart));
                flows += batch.getFlows().length();
                send(windowStart, batch);
            }
            if (part >= 1) {
                var last = FlowBatch.newInstance()
                        .setNode(NODE)
                        .setEpoch(epoch)
                        .setWindowGroup("live")
                        .setPartition(number)
                        .setWindowLengthNs(WindowLength.DEFAULT.nanos());
                last.getMutableMarker().copyFrom(sums);
                send(windowStart, last);
                next = 0;
            }
        }

        private void send(long windowStart, FlowBatch batch) {
            batch.setWindowStartNs(windowStart).setSequence(sequence++);
            producer.send(new ProducerRecord<>(Topic.FLOWS.name(), number, null, batch.toByteArray()));
        }
    }
}
