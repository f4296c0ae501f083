package io.tidemark.query.broker;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks Kafka how many records of a topic a group has not committed yet. Blocks; for one thread.
 *
 * <p>The end of a transaction takes an offset and is no record. A group commits up to its last record, so behind the last transaction it
 * would be one behind for ever: where an offset stands still or close before the end, it is looked whether any record is there.
 */
final class Behind {
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FEW = 2;

    private final BrokerClient broker;
    private final String group;
    private final String topic;
    private Map<TopicPartition, Gap> before = Map.of();
    private final Map<TopicPartition, Gap> full = new HashMap<>(); // looked into: there is a record
    private final Map<TopicPartition, Gap> hollow = new HashMap<>(); // looked into: there is none

    /** From what is committed to the end of the log. */
    private record Gap(long from, long to) {
        long length() {
            return Math.max(0, to - from);
        }
    }

    Behind(BrokerClient broker, String group, String topic) {
        this.broker = broker;
        this.group = group;
        this.topic = topic;
    }

    /** By partition. */
    Map<Integer, Long> ask() throws InterruptedException, ExecutionException {
        var gaps = gaps(broker.admin());
        look(gaps);
        before = gaps;
        var behind = new HashMap<Integer, Long>();
        gaps.forEach((partition, gap) ->
                behind.put(partition.partition(), gap.equals(hollow.get(partition)) ? 0 : gap.length()));
        return behind;
    }

    private Map<TopicPartition, Gap> gaps(Admin admin) throws InterruptedException, ExecutionException {
        var partitions = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        var committed = admin.listConsumerGroupOffsets(
                        Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)))
                .partitionsToOffsetAndMetadata(group)
                .get();
        var starts = offsets(admin, partitions, OffsetSpec.earliest());
        var ends = offsets(admin, partitions, OffsetSpec.latest());
        return partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> {
            var at = committed.get(partition);
            long from = at == null ? 0 : at.offset(); // both groups begin with the first record there is
            return new Gap(Math.max(from, starts.get(partition)), ends.get(partition));
        }));
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException, ExecutionException {
        return admin
                .listOffsets(
                        partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which)),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** Looks once into each gap that is short or stands still. */
    private void look(Map<TopicPartition, Gap> gaps) {
        full.entrySet().removeIf(gap -> !gap.getValue().equals(gaps.get(gap.getKey())));
        hollow.entrySet().removeIf(gap -> !gap.getValue().equals(gaps.get(gap.getKey())));
        var still = new HashMap<TopicPartition, Gap>();
        gaps.forEach((partition, gap) -> {
            boolean wanted = gap.length() > 0 && (gap.length() <= FEW || gap.equals(before.get(partition)));
            if (wanted && !full.containsKey(partition) && !hollow.containsKey(partition)) {
                still.put(partition, gap);
            }
        });
        if (still.isEmpty()) {
            return;
        }
        try (var reader = broker.reader()) {
            var unseen = new HashSet<>(still.keySet());
            reader.assign(unseen);
            still.forEach((partition, gap) -> reader.seek(partition, gap.from()));
            long end = System.nanoTime() + LOOK.toNanos();
            while (!unseen.isEmpty() && System.nanoTime() < end) {
                for (var partition : reader.poll(POLL).partitions()) {
                    full.put(partition, still.get(partition));
                    unseen.remove(partition);
                }
                for (var partition : List.copyOf(unseen)) {
                    if (reader.position(partition) >= still.get(partition).to()) {
                        hollow.put(partition, still.get(partition));
                        unseen.remove(partition);
                    }
                }
                reader.assign(unseen);
            }
        }
    }
}
