package io.tidemark.bench.store;

import io.tidemark.bench.pipeline.ProcessorTime;
import io.tidemark.bench.process.Jvm;
import io.tidemark.embedded.EmbeddedDatabase;
import io.tidemark.embedded.Loopback;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged query-service in a process of its own, over a broker and a database that are there. */
final class QueryService implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

    private final Process process;
    private final int port;
    private final Path log;

    private QueryService(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Starts it; returns when it is ready.
     *
     * @param settings "key=value"
     */
    static QueryService start(String kafka, EmbeddedDatabase database, Path folder, List<String> settings)
            throws IOException, InterruptedException {
        int port = Loopback.freePort();
        var further = new ArrayList<String>();
        further.add("-Dkafka.bootstrap.servers=" + kafka);
        further.add("-Dquarkus.datasource.jdbc.url=" + database.jdbcUrl());
        further.add("-Dquarkus.datasource.reactive.url=" + database.reactiveUrl());
        further.add("-Dquarkus.datasource.username=" + database.username());
        further.add("-Dquarkus.datasource.password=" + database.password());
        further.add("-Dquarkus.http.port=" + port);
        settings.forEach(setting -> further.add("-D" + setting));
        var log = folder.resolve("query-service.log");
        var service = new QueryService(Jvm.start(Jvm.service("query", "512m", further), log), port, log);
        service.awaitReady();
        return service;
    }

    private void awaitReady() throws InterruptedException {
        var request = HttpRequest.newBuilder(uri("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + STARTS_WITHIN.toNanos();
        try (var client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < end && process.isAlive()) {
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    // it does not listen
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new IllegalStateException("query-service does not get ready; its log: " + log);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Processor seconds so far. */
    double processorSeconds() throws IOException {
        return ProcessorTime.of(process.pid());
    }

    /** Stands still until {@link #resume}. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
