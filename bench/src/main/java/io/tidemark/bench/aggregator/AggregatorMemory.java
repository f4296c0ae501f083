package io.tidemark.bench.aggregator;

import io.tidemark.bench.memory.Resident;
import io.tidemark.bench.memory.Series;
import io.tidemark.bench.pipeline.ProcessorTime;
import io.tidemark.bench.process.Jvm;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.embedded.Loopback;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether aggregator-service's memory stays flat while flows come at a steady rate. */
@Command(
        name = "aggregator-memory",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Resident set and heap of aggregator-service, as ./tidemark up runs it, while a node that watches the present sends it flows at",
            "a steady rate, the same conversations in each window of 10 s. Looks every second, prints a line a minute, and as its last line",
            "a JSON object, in MiB; medians and slopes leave the first five minutes out (of a short run the first half). The heap is the",
            "least of each minute, as what is above it is garbage. The run ends with the last window: all flows must have been taken."
        })
final class AggregatorMemory implements Callable<Integer> {
    private static final double MINUTE = 60; // s
    private static final double MIB = 1 << 20;
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home = Path.of(System.getProperty("tidemark.home", "."));
    private final int port = Loopback.freePort();

    @Option(names = "--conversations", description = "Active at a time; each sends one flow record in each window")
    private int conversations = 200_000;

    @Option(names = "--minutes", description = "How long")
    private double minutes = 60;

    @Option(names = "--java", description = "Further JVM argument or setting of aggregator-service; repeatable")
    private List<String> java = new ArrayList<>();

    AggregatorMemory() throws IOException {}

    public static void main(String[] arguments) throws IOException {
        System.exit(new CommandLine(new AggregatorMemory()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (var broker = new Broker(home, List.of());
                var traffic = new LiveTraffic(conversations, broker.servers())) {
            var further = new ArrayList<>(java);
            further.add("-Dquarkus.http.port=" + port);
            var log = broker.folder().resolve("aggregator.log");
            further.add("-Dkafka.bootstrap.servers=" + broker.servers());
            var process = Jvm.start(Jvm.service("aggregator", "1g", further), log);
            try {
                Patience.await("aggregator-service", () -> !process.isAlive() || isReady());
                return watch(process, traffic) ? 0 : 1;
            } finally {
                process.destroy();
                process.onExit().join();
                System.err.print(Files.readString(log)
                        .lines()
                        .filter(line -> line.contains("ERROR"))
                        .findFirst()
                        .orElse(""));
            }
        }
    }

    private boolean watch(Process process, LiveTraffic traffic) throws Exception {
        var resident = new Series();
        var heap = new Series();
        double least = Double.MAX_VALUE;
        long began = System.nanoTime();
        double told = 0;
        long window = WindowLength.DEFAULT.startOf(WindowLength.nanos(Instant.now()));
        for (double now = 0; now < minutes * MINUTE && process.isAlive(); now = (System.nanoTime() - began) / 1e9) {
            window = send(traffic, window);
            var metrics = metrics();
            resident.add(now, Resident.of(process.pid()).all());
            least = Math.min(least, sum(metrics, HEAP) / MIB);
            if (now - told >= MINUTE) {
                told = now;
                heap.add(now, least);
                tell(now, Resident.of(process.pid()), least, metrics);
                least = Double.MAX_VALUE;
            }
        }
        heap.add(minutes * MINUTE, Math.min(least, sum(metrics(), HEAP) / MIB));
        traffic.send(window, 1);
        Patience.await("the last window", () -> !process.isAlive() || taken() >= traffic.flows());
        double settled = Math.min(5 * MINUTE, minutes * MINUTE / 2);
        System.out.printf(
                Locale.ROOT,
                "{\"minutes\":%.1f,\"conversations\":%d,\"flows_sent\":%d,\"flows_taken\":%.0f,\"flows_per_second\":%.0f,\"cpu_seconds\":%.1f,"
                        + "\"rss_mib\":%s,\"highest_rss_mib\":%.1f,\"heap_mib\":%s}%n",
                minutes,
                conversations,
                traffic.flows(),
                taken(),
                traffic.flows() / (minutes * MINUTE),
                ProcessorTime.of(process.pid()),
                resident.from(settled).json(),
                resident.maximum(),
                heap.from(settled).json());
        return process.isAlive() && taken() == traffic.flows();
    }

    /** Sends what is due within the next second, a tenth at a time. Returns the window that is now. */
    private static long send(LiveTraffic traffic, long window) throws InterruptedException {
        long current = window;
        for (int tenth = 0; tenth < 10; tenth++) {
            long now = WindowLength.nanos(Instant.now());
            while (now - current >= WindowLength.DEFAULT.nanos()) {
                traffic.send(current, 1);
                current += WindowLength.DEFAULT.nanos();
            }
            traffic.send(current, Math.min(0.999, (now - current) / (double) WindowLength.DEFAULT.nanos()));
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return current;
    }

    private static void tell(double now, Resident resident, double heap, List<String> metrics) {
        System.err.printf(
                Locale.ROOT,
                "%5.1f min  RSS %6.1f MiB = anonymous %6.1f + files %5.1f   heap %6.1f   windows %4.0f with %5.1f MiB   lag %4.0f   %,.0f flows,"
                        + " %.0f coarse%n",
                now / MINUTE,
                resident.all(),
                resident.anonymous(),
                resident.files(),
                heap,
                sum(metrics, "tidemark_aggregator_open_windows"),
                sum(metrics, "tidemark_aggregator_window_memory_bytes") / MIB,
                sum(metrics, "tidemark_aggregator_lag_records"),
                sum(metrics, "tidemark_aggregator_flows_total"),
                sum(metrics, "tidemark_aggregator_coarse_flows_total"));
    }

    private double taken() throws IOException, InterruptedException {
        return sum(metrics(), "tidemark_aggregator_flows_total");
    }

    private boolean isReady() throws IOException, InterruptedException {
        return http.send(get("/q/health/ready"), BodyHandlers.ofString()).statusCode() == 200;
    }

    private List<String> metrics() throws IOException, InterruptedException {
        return http.send(get("/q/metrics"), BodyHandlers.ofString())
                .body()
                .lines()
                .toList();
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(Loopback.HOST, port, path)))
                .build();
    }

    /** The sum over its labels; 0 if there is none that begins so. */
    private static double sum(List<String> metrics, String name) {
        return metrics.stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
