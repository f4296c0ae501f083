package io.tidemark.bench.memory;

import io.tidemark.bench.pipeline.SyntheticCapture;
import io.tidemark.bench.process.Jvm;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.topic.Topics;
import io.tidemark.embedded.EmbeddedKafka;
import io.tidemark.embedded.Loopback;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the packaged capture-service, as {@code ./tidemark up} does, and looks at its resident set every second. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Resident set of capture-service while it holds this many biflows at a time.",
            "Makes a capture of 10 s in which every biflow sends two packets, lets capture-service play it over and over at its",
            "recorded pace to a real broker, looks at /proc/PID/status every second, prints a line a minute, and as its last line a",
            "JSON object, in MiB. Medians and slopes leave the first minute out (of a short run the first half)."
        })
final class MemoryBenchmark implements Callable<Integer> {
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka"); // held, or its level would be forgotten
    private static final double MINUTE = 60; // s

    private final HttpClient http = HttpClient.newHttpClient();

    @Option(names = "--flows", description = "Biflows at a time")
    private int flows = 100_000;

    @Option(names = "--minutes", description = "How long")
    private double minutes = 30;

    @Option(names = "--heap", description = "The heap's bound, as -Xmx has it; ./tidemark up has this one")
    private String heap = "768m";

    @Option(names = "--java", description = "Further JVM argument; repeatable")
    private List<String> java = new ArrayList<>();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new MemoryBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        KAFKA.setLevel(Level.WARNING);
        var folder = Files.createTempDirectory("tidemark-memory-");
        var capture = folder.resolve("capture.pcap");
        new SyntheticCapture(1, flows, 2).write(capture);
        try (var broker = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            new Topics(admin, 1).ensure(Topic.ALL);
            int port = Loopback.freePort();
            var process = Jvm.start(service(capture, broker.bootstrapServers(), port), folder.resolve("capture.log"));
            try {
                return watch(process, port, folder);
            } finally {
                process.destroy();
                process.waitFor();
            }
        } finally {
            delete(folder);
        }
    }

    private List<String> service(Path capture, String broker, int port) {
        var further = new ArrayList<>(java);
        further.add("-Dkafka.bootstrap.servers=" + broker);
        further.add("-Dquarkus.http.port=" + port);
        further.add("-Dtidemark.capture.files=" + capture);
        further.add("-Dtidemark.capture.loop=true");
        return Jvm.service("capture", heap, further);
    }

    private int watch(Process process, int port, Path folder) throws IOException, InterruptedException {
        var all = new Series();
        var anonymous = new Series();
        var files = new Series();
        double active = 0;
        long began = System.nanoTime();
        double toldAt = 0;
        for (double now = 0; now < minutes * MINUTE; now = (System.nanoTime() - began) / 1e9) {
            if (process.waitFor(1, TimeUnit.SECONDS)) {
                System.err.println(Files.readString(folder.resolve("capture.log")));
                return 1;
            }
            var resident = Resident.of(process.pid());
            all.add(now, resident.all());
            anonymous.add(now, resident.anonymous());
            files.add(now, resident.files());
            if (now - toldAt >= MINUTE || now + 2 > minutes * MINUTE) {
                toldAt = now;
                active = metric(port, "tidemark_capture_flows_active");
                tell(now, resident, Resident.proportional(process.pid()), active, port);
            }
        }
        double settled = Math.min(MINUTE, minutes * MINUTE / 2);
        System.out.printf(
                Locale.ROOT,
                "{\"flows\":%.0f,\"minutes\":%.1f,\"rss_mib\":%s,\"anonymous_mib\":%s,\"file_mib\":%s,\"highest_rss_mib\":%.1f,"
                        + "\"first_packet_seconds\":%.2f}%n",
                active,
                minutes,
                all.from(settled).json(),
                anonymous.from(settled).json(),
                files.from(settled).json(),
                all.maximum(),
                metric(port, "tidemark_capture_first_packet_seconds"));
        return 0;
    }

    private void tell(double now, Resident resident, double proportional, double active, int port)
            throws IOException, InterruptedException {
        System.err.printf(
                Locale.ROOT,
                "%5.1f min  RSS %6.1f MiB = anonymous %6.1f + files %5.1f   PSS %6.1f   %,.0f flows   %,.0f packets, %,.0f dropped%n",
                now / MINUTE,
                resident.all(),
                resident.anonymous(),
                resident.files(),
                proportional,
                active,
                metric(port, "tidemark_capture_packets_received_total"),
                metric(port, "tidemark_capture_packets_dropped_total"));
    }

    /** The sum over its labels; 0 if there is none of this name. */
    private double metric(int port, String name) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://%s:%d/q/metrics".formatted(Loopback.HOST, port)))
                .build();
        return http.send(request, BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
