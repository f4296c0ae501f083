package io.tidemark.aggregator.publish;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/** The way of rounds to the broker, as the rest of the service sees it. */
@ApplicationScoped
public class Publisher {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration END = Duration.ofSeconds(2);

    private final Topics topics;
    private final Transactions transactions;
    private final Thread thread;
    private final Set<Entry> underway = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /** @param kafka all keys under {@code kafka.}, which all clients of the service share: servers, TLS, login */
    Publisher(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            PublishConfig config,
            Topics topics,
            PublishMetrics metrics) {
        this.topics = topics;
        var id = config.transactionId();
        transactions = new Transactions(() -> new TransactionalProducer(kafka, id), topics::summaryPartitions, metrics);
        thread = Thread.ofPlatform().name("transactions").daemon().start(transactions);
    }

    /**
     * Sends the rows and the dead letters and commits the offset, in one transaction. One round at a time for each partition.
     *
     * @param partition of the flows
     * @param owned     false from the moment the partition is taken away: then the round comes out only if its transaction was
     *                  ahead of that
     * @return completes when the transaction is committed; fails only with what repeating cannot mend
     */
    public Uni<Void> publish(int partition, Round round, BooleanSupplier owned) {
        var entry = new Entry(partition, round, owned, System.nanoTime(), new CompletableFuture<>());
        underway.add(entry);
        transactions.add(entry);
        return Uni.createFrom().completionStage(entry.done()).onTermination().invoke(() -> underway.remove(entry));
    }

    /** What this process is in the consumer group from now on; told before it publishes for partitions it was assigned. */
    public void member(ConsumerGroupMetadata member) {
        transactions.member(member);
    }

    /** True: the topics are there, transactions can begin, and no round has been waiting for its own for long. */
    public boolean isAble() {
        long now = System.nanoTime();
        synchronized (underway) {
            return topics.areThere()
                    && transactions.isConnected()
                    && underway.stream().allMatch(entry -> now - entry.since() < PATIENCE.toNanos());
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join(END);
    }
}
