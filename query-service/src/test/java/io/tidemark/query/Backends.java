package io.tidemark.query;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.topic.Topics;
import io.tidemark.embedded.EmbeddedDatabase;
import io.tidemark.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A real broker and a real PostgreSQL for the tests of this service; one of each for all of them. */
public final class Backends implements QuarkusTestResourceLifecycleManager {
    private static Path folder;
    private static EmbeddedKafka kafka;
    private static EmbeddedDatabase database;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("tidemark-query-test");
            kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
            database = EmbeddedDatabase.start(folder.resolve("postgres"), 0);
            try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                new Topics(admin, 1).ensure(Topic.ALL);
            }
        } catch (Exception e) {
            throw new IllegalStateException("the backends do not start", e);
        }
        var settings = new HashMap<String, String>();
        settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        settings.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
        settings.put("quarkus.datasource.reactive.url", database.reactiveUrl());
        settings.put("quarkus.datasource.username", database.username());
        settings.put("quarkus.datasource.password", database.password());
        settings.put("quarkus.http.test-port", "0");
        // rows are summed up while the tests write and ask
        settings.put("tidemark.query.rollup.every", "300ms");
        settings.put("tidemark.query.rollup.quiet", "100ms");
        return settings;
    }

    @Override
    public void stop() {
        database.close();
        kafka.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    static EmbeddedDatabase database() {
        return database;
    }

    static void stopDatabase() {
        database.close();
    }

    /** On the same port, with the same data. */
    static void startDatabase() throws IOException {
        database = EmbeddedDatabase.start(folder.resolve("postgres"), database.port());
    }
}
