package io.tidemark.capture.capture;

import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.topic.Topics;
import io.tidemark.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** A real broker that a test stops and starts; it keeps port and log. */
final class Broker implements AutoCloseable {
    private final Path folder;
    private final int port;
    private EmbeddedKafka kafka;

    Broker() throws Exception {
        this.folder = Files.createTempDirectory("tidemark-capture-test");
        this.kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        this.port = Integer.parseInt(bootstrapServers().split(":")[1]);
        try (var admin =
                Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            new Topics(admin, 1).ensure(Topic.ALL);
        }
    }

    /** A folder for the test's own files; goes when the broker does. */
    Path folder() {
        return folder;
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    void stop() {
        kafka.close();
    }

    void start() throws IOException {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), port);
    }

    @Override
    public void close() {
        kafka.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            System.err.println("left behind: " + e.getMessage());
        }
    }
}
