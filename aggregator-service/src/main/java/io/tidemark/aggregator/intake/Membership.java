package io.tidemark.aggregator.intake;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;

/** What this instance is in the consumer group now, and how far the logs of its partitions go. */
@ApplicationScoped
class Membership {
    /** Kafka's measure; below 0 before the first heartbeat, which comes a few seconds after the assignment. */
    private static final String HEARTBEAT = "last-heartbeat-seconds-ago";

    private final KafkaClientService clients;
    private volatile long sinceNanos;
    private volatile Consumer<?, ?> consumer;

    Membership(KafkaClientService clients) {
        this.clients = clients;
    }

    /** The group has given it what it is to have, which may be nothing. On the polling thread. */
    void has(Consumer<?, ?> consumer) {
        this.sinceNanos = System.nanoTime();
        this.consumer = consumer;
    }

    /** It has nothing, and must wait for what the group gives it next. On the polling thread. */
    void hasNothing() {
        consumer = null;
    }

    /**
     * True: it has the partitions it is to have, and the group's coordinator has been talked to within a session, so that nobody
     * else has them. Any thread.
     */
    boolean isAssigned() {
        var member = consumer;
        return member != null && secondsSinceHeartbeat(member) < sessionSeconds();
    }

    private double secondsSinceHeartbeat(Consumer<?, ?> member) {
        double seconds = member.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(HEARTBEAT))
                .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                .max()
                .orElse(-1);
        return seconds < 0 ? (System.nanoTime() - sinceNanos) / 1e9 : seconds;
    }

    private long sessionSeconds() {
        var configuration = clients.getConsumer(Intake.CHANNEL).configuration();
        return Long.parseLong(String.valueOf(configuration.get(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG))) / 1000;
    }

    /**
     * Tells where the logs of its partitions end, as the last fetches told; those that were not fetched from yet are left out.
     * Asks no broker, and returns at once.
     */
    void tellEnds(ObjLongConsumer<TopicPartition> to) {
        if (consumer != null) {
            Uni.createFrom()
                    .deferred(() -> clients.getConsumer(Intake.CHANNEL).runOnPollingThread(Membership::ends))
                    .subscribe()
                    .with(ends -> ends.forEach(to::accept), stopped -> {});
        }
    }

    private static Map<TopicPartition, Long> ends(Consumer<?, ?> consumer) {
        var ends = new HashMap<TopicPartition, Long>();
        for (var partition : consumer.assignment()) {
            consumer.currentLag(partition)
                    .ifPresent(behind -> ends.put(partition, consumer.position(partition) + behind));
        }
        return ends;
    }
}
