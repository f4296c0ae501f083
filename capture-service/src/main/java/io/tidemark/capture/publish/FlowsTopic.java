package io.tidemark.capture.publish;

import io.smallrye.common.annotation.Identifier;
import io.tidemark.contract.topic.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jboss.logging.Logger;

/**
 * How many partitions the topic of flows has. Asked through the admin client: a producer that asks would create the topic,
 * with the broker's defaults, where brokers allow that.
 */
@ApplicationScoped
class FlowsTopic {
    private static final Logger LOG = Logger.getLogger(FlowsTopic.class);
    private static final int PATIENCE_MILLIS = 5_000;
    private static final long PAUSE_MILLIS = 500;

    private final Map<String, Object> kafka;
    private volatile int partitions;

    FlowsTopic(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /**
     * Waits on the caller's thread until broker and topic are there; says once at WARN that it waits.
     *
     * @param stopped asked about twice a second; once true the answer is empty
     */
    OptionalInt await(BooleanSupplier stopped) throws InterruptedException {
        var settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "tidemark-capture-admin");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, PAUSE_MILLIS);
        var admin = Admin.create(settings);
        try {
            for (boolean told = false; !stopped.getAsBoolean(); told = true) {
                try {
                    partitions = ask(admin);
                    if (told) {
                        LOG.infof("topic is there: topic=%s partitions=%d", Topic.FLOWS.name(), partitions);
                    }
                    return OptionalInt.of(partitions);
                } catch (ExecutionException | TimeoutException e) {
                    if (!told) {
                        LOG.warnf(
                                "waiting for broker and topic: topic=%s reason=%s",
                                Topic.FLOWS.name(), e.getCause() == null ? "no answer yet" : e.getCause());
                    }
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
            return OptionalInt.empty();
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    /** Partitions as the broker said, 0 before it did. */
    int partitions() {
        return partitions;
    }

    private static int ask(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        return admin.describeTopics(List.of(Topic.FLOWS.name()))
                .allTopicNames()
                .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .get(Topic.FLOWS.name())
                .partitions()
                .size();
    }
}
