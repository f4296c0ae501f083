package io.tidemark.e2e.fault;

import io.tidemark.contract.topic.Topic;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a consumer group has come with a topic.
 *
 * @param done records below the committed offsets
 * @param all  records in the topic
 */
record Progress(long done, long all) {
    static Progress of(Admin admin, Topic topic, String group) throws ExecutionException, InterruptedException {
        var ends = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        long done = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(entry -> entry.getValue() != null && ends.containsKey(entry.getKey()))
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
        long all = admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
        return new Progress(done, all);
    }

    /** Something is done and something is left to do. */
    boolean midway() {
        return 0 < done && done < all;
    }
}
