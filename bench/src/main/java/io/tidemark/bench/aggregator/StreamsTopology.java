package io.tidemark.bench.aggregator;

import io.tidemark.contract.flow.Flow;
import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.topic.Topic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.Suppressed.BufferConfig;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import us.hebi.quickbuf.InvalidProtocolBufferException;

/**
 * The aggregator's conversations as a Kafka Streams topology, as one would write it in the DSL: flows re-keyed by
 * conversation, summed up in windows of 10 s, given out when a window has closed, exactly once. It does less than the aggregator: one grain, no
 * top and no other, no duplicates, no ledger, windows closed by stream time and not by markers. State is in memory, the cheaper
 * of the two stores that Streams brings.
 */
final class StreamsTopology {
    static final String APPLICATION = "bench-streams";

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int SUMS = 10;

    private StreamsTopology() {}

    /** @param arguments bootstrap servers, state directory */
    public static void main(String[] arguments) throws InterruptedException {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, arguments[1]);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        settings.put(
                StreamsConfig.NUM_STREAM_THREADS_CONFIG, Runtime.getRuntime().availableProcessors());
        settings.put(
                StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
        settings.put("auto.offset.reset", "earliest");
        settings.put("compression.type", "zstd");
        var streams = new KafkaStreams(topology(), settings);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(streams::close));
        streams.start();
        new CountDownLatch(1).await();
    }

    private static Topology topology() {
        var bytes = Serdes.Bytes();
        var builder = new StreamsBuilder();
        builder.stream(
                        Topic.FLOWS.name(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withTimestampExtractor(new WindowStart()))
                .flatMap((key, value) -> conversations(value))
                .groupByKey(Grouped.with("by-conversation", bytes, Serdes.ByteArray()))
                .windowedBy(TimeWindows.ofSizeAndGrace(WINDOW, Duration.ofSeconds(30)))
                .aggregate(
                        () -> new byte[SUMS * Long.BYTES],
                        (key, flow, sums) -> sum(flow, sums),
                        Materialized.with(bytes, Serdes.ByteArray()))
                .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))
                .toStream((window, sums) -> window.key())
                .to(Topic.SUMMARIES.name(), Produced.with(bytes, Serdes.ByteArray()));
        return builder.build();
    }

    private static List<KeyValue<Bytes, byte[]>> conversations(byte[] value) {
        var result = new ArrayList<KeyValue<Bytes, byte[]>>();
        for (var flow : batch(value).getFlows()) {
            result.add(KeyValue.pair(key(flow), sums(flow)));
        }
        return result;
    }

    private static Bytes key(Flow flow) {
        int length = flow.getSrcAddr().length();
        return Bytes.wrap(ByteBuffer.allocate(2 * length + 3)
                .put(flow.getSrcAddr().array(), 0, length)
                .put(flow.getDstAddr().array(), 0, length)
                .putShort((short) flow.getDstPort())
                .put((byte) flow.getProtocol())
                .array());
    }

    private static byte[] sums(Flow flow) {
        var forward = flow.getForward();
        var reverse = flow.getReverse();
        return ByteBuffer.allocate(SUMS * Long.BYTES)
                .putLong(1)
                .putLong(forward.getPackets())
                .putLong(forward.getBytes())
                .putLong(forward.getFrameBytes())
                .putLong(reverse.getPackets())
                .putLong(reverse.getBytes())
                .putLong(reverse.getFrameBytes())
                .putLong(forward.getRetransmittedPackets() + reverse.getRetransmittedPackets())
                .putLong(forward.getOutOfOrderPackets() + reverse.getOutOfOrderPackets())
                .putLong(forward.getZeroWindows() + reverse.getZeroWindows())
                .array();
    }

    private static byte[] sum(byte[] flow, byte[] sums) {
        var more = ByteBuffer.wrap(flow);
        var before = ByteBuffer.wrap(sums);
        var after = ByteBuffer.allocate(SUMS * Long.BYTES);
        while (after.hasRemaining()) {
            after.putLong(before.getLong() + more.getLong());
        }
        return after.array();
    }

    private static FlowBatch batch(byte[] value) {
        try {
            return FlowBatch.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Event time: the start of a batch's window. */
    public static final class WindowStart implements TimestampExtractor {
        @Override
        public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
            return batch((byte[]) record.value()).getWindowStartNs() / 1_000_000;
        }
    }
}
