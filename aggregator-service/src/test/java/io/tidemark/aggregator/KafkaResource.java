package io.tidemark.aggregator;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.topic.Topics;
import io.tidemark.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** A real broker with the contract's topics for the service's tests. */
public final class KafkaResource implements QuarkusTestResourceLifecycleManager {
    private EmbeddedKafka kafka;

    @Override
    public Map<String, String> start() {
        try {
            kafka = EmbeddedKafka.start(Files.createTempDirectory("tidemark-aggregator-test"), 0);
            try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
                new Topics(admin, 1).ensure(Topic.ALL);
            }
        } catch (IOException | ExecutionException e) {
            throw new IllegalStateException("no broker for the test", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return Map.of("kafka.bootstrap.servers", kafka.bootstrapServers());
    }

    @Override
    public void stop() {
        if (kafka != null) {
            kafka.close();
        }
    }
}
