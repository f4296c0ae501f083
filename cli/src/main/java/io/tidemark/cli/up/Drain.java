package io.tidemark.cli.up;

import io.tidemark.cli.process.Console;
import io.tidemark.contract.topic.ConsumerGroups;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.topic.TopicEnds;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until what has been captured is in PostgreSQL. The aggregator commits an offset with the summaries of what lies
 * below it, query-service when its rows are committed: so first the one must reach the end of the flows, then the other the
 * end that the summaries have at that moment.
 */
final class Drain implements AutoCloseable {
    private final String bootstrapServers;
    private final Admin admin;
    private final Console console;
    private final CountDownLatch closed = new CountDownLatch(1);

    Drain(String bootstrapServers, Console console) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.console = console;
    }

    /** To be called when nothing is captured any more. */
    void await() throws IOException, InterruptedException {
        await(ConsumerGroups.AGGREGATOR, Topic.FLOWS);
        await(ConsumerGroups.QUERY, Topic.SUMMARIES);
    }

    @Override
    public void close() {
        closed.countDown();
        admin.close();
    }

    private void await(String group, Topic topic) throws IOException, InterruptedException {
        try {
            var ends = ends(topic);
            var total = ends.values().stream().mapToLong(Long::longValue).sum();
            var told = System.nanoTime();
            for (var left = behind(group, ends); left > 0; left = behind(group, ends)) {
                var state = "  %s: %,d of %,d records of %s to go".formatted(group, left, total, topic.name());
                console.status(state);
                if (!console.showsStatus() && System.nanoTime() - told > 5_000_000_000L) {
                    console.say(state);
                    told = System.nanoTime();
                }
                if (closed.await(100, TimeUnit.MILLISECONDS)) {
                    throw new IOException("stopped before everything was drained");
                }
            }
        } catch (ExecutionException e) {
            throw new IOException(
                    "Kafka does not say how far %s is: %s"
                            .formatted(group, e.getCause().getMessage()),
                    e);
        }
    }

    private Map<TopicPartition, Long> ends(Topic topic) {
        try (var ends = new TopicEnds(bootstrapServers)) {
            return ends.of(topic.name());
        }
    }

    /** Records that the group has yet to commit; a partition that never held one needs no commit. */
    private long behind(String group, Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        var committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        var behind = 0L;
        for (var end : ends.entrySet()) {
            var at = committed.get(end.getKey());
            behind += Math.max(0, end.getValue() - (at == null ? 0 : at.offset()));
        }
        return behind;
    }
}
