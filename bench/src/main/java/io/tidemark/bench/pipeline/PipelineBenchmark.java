package io.tidemark.bench.pipeline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs {@code ./tidemark up --until-drained} on a synthetic capture and tells flows a second and processor seconds. */
@Command(
        name = "pipeline",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Flows per second that the whole system carries from a capture file to PostgreSQL on this machine.",
            "Makes a synthetic capture, runs ./tidemark up --until-drained --speed max on it, checks that every packet arrived,",
            "and prints one JSON object as its last line. The seconds run from when capture-service opens the file until the last row is in",
            "PostgreSQL; the start of the processes is not in them. The processor seconds are those of whole processes, start and all."
        })
final class PipelineBenchmark implements Callable<Integer> {
    @Option(names = "--windows", description = "Windows of 10 s in the capture")
    private int windows = 60;

    @Option(names = "--flows", description = "Biflows that are active in each window")
    private int flows = 50_000;

    @Option(names = "--packets", description = "Packets of each biflow in each window")
    private int packets = 2;

    @Option(names = "--directory", description = "Where the capture and the data go; a temporary folder if not given")
    private Path directory;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PipelineBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var folder =
                directory == null ? Files.createTempDirectory("tidemark-bench") : Files.createDirectories(directory);
        var capture = new SyntheticCapture(windows, flows, packets);
        var file = folder.resolve("pipeline-%d-%d-%d.pcap".formatted(windows, flows, packets));
        if (!Files.exists(file)) {
            System.err.printf("writing %,d packets to %s%n", capture.totalPackets(), file);
            capture.write(file);
        }
        var data = Files.createTempDirectory(folder, "data");
        var command = new ProcessBuilder(
                        Path.of(System.getProperty("tidemark.home", "."), "tidemark")
                                .toString(),
                        "up",
                        "--until-drained",
                        "--speed",
                        "max",
                        "--capture",
                        file.toString(),
                        "--data-dir",
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var times = new ProcessorTime(data.resolve("run"));
        String last = "";
        Instant end = Instant.now();
        try (var out = new BufferedReader(new InputStreamReader(command.getInputStream(), StandardCharsets.UTF_8))) {
            while (command.isAlive() || out.ready()) {
                while (out.ready()) {
                    last = out.readLine();
                    end = Instant.now();
                }
                times.look();
                command.waitFor(200, TimeUnit.MILLISECONDS);
            }
        }
        int status = command.exitValue();
        double seconds = Duration.between(ReplayLog.start(data.resolve("logs/capture.log")), end)
                        .toMillis()
                / 1e3;
        boolean exact = status == 0
                && last.contains("\"persisted\":{\"packets\":%d,\"bytes\":%d}"
                        .formatted(capture.totalPackets(), capture.totalFrameBytes()));
        System.out.println(json(capture, seconds, times, exact));
        if (!exact) {
            System.err.printf("the result was not exact (exit status %d): %s%n", status, last);
        }
        return exact ? 0 : 1;
    }

    private String json(SyntheticCapture capture, double seconds, ProcessorTime times, boolean exact) {
        var cpu = new StringBuilder();
        times.seconds()
                .forEach((name, total) ->
                        cpu.append(cpu.isEmpty() ? "" : ",").append("\"%s\":%.1f".formatted(name, total)));
        return String.format(
                Locale.ROOT,
                "{\"flows\":%d,\"packets\":%d,\"seconds\":%.1f,\"flows_per_second\":%.0f,\"packets_per_second\":%.0f,"
                        + "\"cpu_seconds\":{%s},\"exact\":%b}",
                capture.totalFlows(),
                capture.totalPackets(),
                seconds,
                capture.totalFlows() / seconds,
                capture.totalPackets() / seconds,
                cpu,
                exact);
    }
}
