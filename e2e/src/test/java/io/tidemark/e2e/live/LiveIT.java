package io.tidemark.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.system.Equation;
import io.tidemark.e2e.system.Tidemark;
import io.tidemark.e2e.system.Wait;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An HTTP server, an HTTP client and ping on a wire of their own: what was received is what the kernel's counters say. */
class LiveIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAGE_BYTES = 300_000;
    private static final List<String> UP = List.of("up", "--interface", Wire.NEAR);

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void whatIsReceivedIsWhatTheKernelCountsAlsoAfterCtrlC() throws Exception {
        assumePrivileges();
        var folder = Tidemark.freshFolder("live");
        var site = Files.createDirectories(folder.resolve("site"));
        Files.write(site.resolve("page.html"), new byte[PAGE_BYTES]);

        try (var wire = Wire.plug();
                var server = new Server(site)) {
            Equation.Amount first;
            try (var tidemark = Tidemark.start(folder, UP).awaitOpen()) {
                server.awaitReady();
                talk();
                first = awaitQuiet(wire);
                var ledger = awaitReceived(tidemark, first);
                assertThat(ledger.unexplained()).isEqualTo(new Equation.Amount(0, 0));
                talk(); // and Ctrl-C with these packets in an open window
            }
            var both = awaitQuiet(wire);
            assertThat(both.packets()).isGreaterThan(first.packets());

            try (var again = Tidemark.start(folder, UP).awaitOpen()) {
                var ledger = awaitReceived(again, both);

                assertThat(ledger).isEqualTo(new Equation(both, both, Map.of(), new Equation.Amount(0, 0)));
            }
        }
    }

    private static void assumePrivileges() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "SKIPPED: network namespaces need root");
        for (var program : List.of("ip", "ping")) {
            Assumptions.assumeTrue(
                    List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin").stream()
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))),
                    "SKIPPED: no " + program + " here; apt-get install iproute2 iputils-ping");
        }
        try {
            Wire.run("ip", "netns", "add", "tme-may-i");
            Wire.run("ip", "netns", "del", "tme-may-i");
        } catch (IOException e) {
            Assumptions.abort("SKIPPED: no network namespaces here: " + e.getMessage());
        }
    }

    /** Some pages over connections of their own and over one, some pings; everything is closed at the end. */
    private static void talk() throws IOException, InterruptedException {
        var page = HttpRequest.newBuilder(URI.create("http://%s:8000/page.html".formatted(Wire.FAR_ADDRESS)))
                .timeout(Duration.ofSeconds(20))
                .build();
        for (int connection = 0; connection < 5; connection++) {
            try (var client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
                for (int i = 0; i <= connection; i++) {
                    var answer = client.send(page, HttpResponse.BodyHandlers.ofByteArray());
                    assertThat(answer.body()).hasSize(PAGE_BYTES);
                }
            }
        }
        Wire.run("ping", "-c", "20", "-i", "0.02", Wire.FAR_ADDRESS);
    }

    /** The kernel's counters when they have not moved for a second. */
    private static Equation.Amount awaitQuiet(Wire wire) throws IOException {
        var last = new Equation.Amount[] {wire.counted()};
        long[] since = {System.nanoTime()};
        return Wait.until(
                "the wire to be quiet",
                PATIENCE,
                () -> {
                    var now = wire.counted();
                    if (!now.equals(last[0])) {
                        last[0] = now;
                        since[0] = System.nanoTime();
                    }
                    return now;
                },
                now -> System.nanoTime() - since[0] > TimeUnit.SECONDS.toNanos(1));
    }

    private static Equation awaitReceived(Tidemark tidemark, Equation.Amount wanted) {
        var answers = tidemark.answers();
        return Wait.until(
                "the ledger to have received %s".formatted(wanted),
                PATIENCE,
                () -> Equation.of(answers.get("/api/v1/ledger?source=live")),
                ledger -> ledger.received().packets() >= wanted.packets()
                        && ledger.unexplained().packets() == 0);
    }

    /** The JDK's own web server at the far end. */
    private static final class Server implements AutoCloseable {
        private final Process process;
        private final Path log;

        Server(Path site) throws IOException {
            log = site.resolveSibling("server.txt");
            process = new ProcessBuilder(Wire.inside(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-m",
                            "jdk.httpserver",
                            "--bind-address",
                            Wire.FAR_ADDRESS,
                            "--port",
                            "8000",
                            "--directory",
                            site.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        }

        void awaitReady() {
            Wait.until("the web server", PATIENCE, () -> Files.readString(log), said -> said.contains("URL http"));
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }
}
