package io.tidemark.aggregator;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.topic.Topics;
import io.tidemark.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** A real broker with the contract's topics for the service's tests. */
public final class KafkaResource implements QuarkusTestResourceLifecycleManager {
    private Path folder;
    private EmbeddedKafka kafka;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("tidemark-aggregator-test");
            kafka = EmbeddedKafka.start(folder, 0);
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

    /** Starts it again after {@link #stop}, where it was and with what it had. */
    public void startAgain() throws IOException {
        var address = kafka.bootstrapServers();
        kafka = EmbeddedKafka.start(folder, Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
    }

    @Override
    public void stop() {
        if (kafka != null) {
            kafka.close();
        }
    }
}
