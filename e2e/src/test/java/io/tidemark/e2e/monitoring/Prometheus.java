package io.tidemark.e2e.monitoring;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.e2e.system.Answers;
import io.tidemark.e2e.system.House;
import io.tidemark.e2e.system.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Prometheus of its own: the system's program, or the one that {@code ./tidemark test} has unpacked. */
final class Prometheus implements AutoCloseable {
    private final Process process;
    private final Answers answers;

    private Prometheus(Process process, Answers answers) {
        this.process = process;
        this.answers = answers;
    }

    /**
     * Starts it; returns when it answers. The test is skipped where there is none.
     *
     * @param folder  for its settings and data
     * @param targets what to scrape: labels by {@code host:port}
     * @param rules   a rule file's text
     */
    static Prometheus start(Path folder, Map<String, Map<String, String>> targets, String rules) throws IOException {
        var program = Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")).map(Path::of),
                        Stream.of(House.root().resolve("target/images/debian/usr/bin")))
                .map(place -> place.resolve("prometheus"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(
                program.isPresent(),
                "no Prometheus here (Debian: apt-get install prometheus); ./tidemark test as root gets it");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("rules.yaml"), rules);
        Files.writeString(folder.resolve("prometheus.yaml"), settings(folder, targets));
        int port = freePort();
        var log = folder.resolve("prometheus.txt").toFile();
        var process = new ProcessBuilder(
                        program.orElseThrow().toString(),
                        "--config.file=" + folder.resolve("prometheus.yaml"),
                        "--storage.tsdb.path=" + folder.resolve("series"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        var answers = new Answers(URI.create("http://127.0.0.1:%d/".formatted(port)));
        var prometheus = new Prometheus(process, answers);
        Wait.until(
                "Prometheus, see " + log, Duration.ofMinutes(1), () -> prometheus.ask("vector(1)"), a -> !a.isEmpty());
        return prometheus;
    }

    /** What it answers now: a list of series, empty if there is none. */
    JsonNode ask(String query) throws IOException, InterruptedException {
        return answers.get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .at("/data/result");
    }

    /** Its groups of rules, as it read and evaluated them. */
    JsonNode rules() throws IOException, InterruptedException {
        return answers.get("/api/v1/rules").at("/data/groups");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private static String settings(Path folder, Map<String, Map<String, String>> targets) {
        var text = new StringBuilder(
                "global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}\nrule_files: ['"
                        + folder.resolve("rules.yaml")
                        + "']\nscrape_configs:\n- job_name: tidemark\n  metrics_path: /q/metrics\n  static_configs:\n");
        targets.forEach((address, labels) -> {
            text.append("  - targets: ['").append(address).append("']\n    labels:\n");
            labels.forEach((name, value) -> text.append("      %s: '%s'%n".formatted(name, value)));
        });
        return text.toString();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
