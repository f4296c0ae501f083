package io.tidemark.aggregator.publish;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tidemark.contract.topic.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/** Waits at the start until the topics are there, which others create. Told once if they are not. */
@ApplicationScoped
class Topics {
    private static final Logger LOG = Logger.getLogger(Topics.class);
    private static final List<String> NEEDED =
            List.of(Topic.FLOWS.name(), Topic.SUMMARIES.name(), Topic.FLOWS_DEAD.name());

    private final Map<String, Object> kafka;
    private final CompletableFuture<Integer> summaryPartitions = new CompletableFuture<>();
    private final AtomicBoolean told = new AtomicBoolean();

    /** @param kafka all keys under {@code kafka.}, which all clients of the service share: servers, TLS, login */
    Topics(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    void await(@Observes StartupEvent start) {
        Uni.createFrom()
                .item(this::look)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .invoke(this::tellOnce)
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(500), Duration.ofSeconds(2))
                .indefinitely()
                .subscribe()
                .with(summaryPartitions::complete);
    }

    /**
     * How many partitions the summaries have; waits until all topics are there.
     *
     * @throws InterruptException if the thread is interrupted meanwhile
     */
    int summaryPartitions() {
        try {
            return summaryPartitions.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it is never completed so
        }
    }

    boolean areThere() {
        return summaryPartitions.isDone();
    }

    private int look() {
        var settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        try (var admin = Admin.create(settings)) {
            var topics = admin.describeTopics(NEEDED).allTopicNames().get();
            return topics.get(Topic.SUMMARIES.name()).partitions().size();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void tellOnce(Throwable failure) {
        if (told.compareAndSet(false, true)) {
            LOG.warnf(
                    "waiting for Kafka at %s and its topics %s: %s",
                    kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), NEEDED, failure.getMessage());
        }
    }
}
