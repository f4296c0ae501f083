package io.tidemark.aggregator.publish;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import io.tidemark.contract.topic.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RetriableException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/**
 * Sends what a round closed, in order. The producer is idempotent and never gives up; a round that is sent twice, after a crash
 * before its commit, is the same rows under the same keys.
 */
@ApplicationScoped
public class Publisher {
    static final String CHANNEL = "summaries";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaClientService clients;
    private final Topics topics;
    private final PublishMetrics metrics;
    /** Rounds on their way, and when they set out. */
    private final Map<Round, Long> underway = Collections.synchronizedMap(new IdentityHashMap<>());

    /** @param summaries never used: an emitter is what makes the connector create the channel's producer */
    Publisher(
            KafkaClientService clients,
            Topics topics,
            PublishMetrics metrics,
            @Channel(CHANNEL) Emitter<byte[]> summaries) {
        this.clients = clients;
        this.topics = topics;
        this.metrics = metrics;
    }

    /**
     * Sends the rows and the dead letters. Called on a partition's worker, one round at a time for each partition.
     *
     * @param partition of the flows
     * @return completes when the broker has acknowledged everything; fails only with what repeating cannot mend
     */
    public Uni<Void> publish(int partition, Round round) {
        if (round.windows().isEmpty() && round.poison().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        underway.put(round, System.nanoTime());
        return topics.summaryPartitions()
                .onItem()
                .transformToUni(partitions -> send(records(partition % partitions, round)))
                .onFailure(RetriableException.class)
                .retry()
                .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(10))
                .indefinitely()
                .invoke(() -> metrics.published(round))
                .onTermination()
                .invoke(() -> underway.remove(round));
    }

    /** True: the topics are there, and no round has been waiting for its acknowledgement for long. */
    public boolean isAble() {
        return topics.areThere() && isNoneOlder(System.nanoTime() - PATIENCE.toNanos());
    }

    private boolean isNoneOlder(long nanos) {
        synchronized (underway) {
            return underway.values().stream().allMatch(started -> started - nanos >= 0);
        }
    }

    private Uni<Void> send(List<ProducerRecord<byte[], byte[]>> records) {
        KafkaProducer<byte[], byte[]> producer = clients.getProducer(CHANNEL);
        var sent = new ArrayList<Uni<RecordMetadata>>(records.size());
        records.forEach(record -> sent.add(producer.send(record)));
        return Uni.join().all(sent).andFailFast().replaceWithVoid();
    }

    private static List<ProducerRecord<byte[], byte[]>> records(int partition, Round round) {
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (var window : round.windows()) {
            for (var part : window.parts()) {
                records.add(new ProducerRecord<>(Topic.SUMMARIES.name(), partition, null, part));
            }
        }
        for (var poison : round.poison()) {
            records.add(deadLetter(poison));
        }
        return records;
    }

    private static ProducerRecord<byte[], byte[]> deadLetter(Round.Poison poison) {
        var record = poison.record();
        var letter = new ProducerRecord<>(Topic.FLOWS_DEAD.name(), record.key(), record.value());
        record.headers().forEach(letter.headers()::add);
        header(letter, "tidemark-topic", record.topic());
        header(letter, "tidemark-partition", Integer.toString(record.partition()));
        header(letter, "tidemark-offset", Long.toString(record.offset()));
        header(letter, "tidemark-cause", poison.cause());
        return letter;
    }

    private static void header(ProducerRecord<?, ?> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
