package io.tidemark.cli.training;

import io.tidemark.cli.Tidemark;
import io.tidemark.cli.process.Console;
import io.tidemark.cli.up.Installation;
import io.tidemark.cli.up.LocalSystem;
import io.tidemark.cli.up.Plan;
import io.tidemark.cli.up.Running;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code tidemark train}, which the launcher calls: a training run, for the AOT caches of what runs in it. The launcher makes
 * this process's own; those of the broker and the services are made here.
 */
@Command(name = "train", hidden = true, header = "Makes the next start faster.")
public final class TrainCommand implements Callable<Integer> {
    /** The compiler's last step sets in after some ten thousand calls; then everything has been seen some times. */
    private static final int PACKETS = 500_000;

    /** Enough for its classes to be in the cache. */
    private static final int FEW_PACKETS = 256;

    private static final List<String> QUESTIONS = List.of(
            "", "api/v1/status", "api/v1/top?by=host", "api/v1/timeseries", "api/v1/conversations", "api/v1/ledger");

    /** What is rehearsed. */
    enum Part {
        /** Nothing yet: the capture files for {@link #flows} are made, by a process whose classes are in no cache. */
        captures,
        /** {@code tidemark flows}. */
        flows,
        /** {@code tidemark up}: the broker and the services. */
        up
    }

    @Parameters(index = "0", paramLabel = "PART")
    private Part part;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FOLDER", description = "Of the capture files")
    private Path folder;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return switch (part) {
            case captures -> captures();
            case flows -> flows();
            case up -> up();
        };
    }

    private int captures() throws IOException {
        TrainingCapture.write(few(), FEW_PACKETS);
        TrainingCapture.write(many(), PACKETS);
        return 0;
    }

    private int flows() {
        var few = few().toString();
        var many = many().toString();
        return flows("--window=10s", "--format=none", many, many, many, many, many, many)
                | flows("--format=none", few)
                | flows(few);
    }

    private Path few() {
        return folder.resolve("few.pcap");
    }

    private Path many() {
        return folder.resolve("many.pcap");
    }

    private static int flows(String... arguments) {
        var command = new ArrayList<>(List.of("flows"));
        command.addAll(List.of(arguments));
        return Tidemark.commandLine("flows").execute(command.toArray(String[]::new));
    }

    private static int up() throws IOException, InterruptedException {
        var console = new Console(System.err, false, false);
        var installation = Installation.ofProcess().training();
        var folder = Files.createTempDirectory("tidemark-training-");
        var running = new Running(LocalSystem.prepare(plan(folder), installation, console), console);
        try (running) {
            running.start();
            ask(running.system().page());
            running.system().awaitReplayed();
        }
        installation.keepTrained();
        return 0;
    }

    private static Plan plan(Path folder) {
        return new Plan(folder, false, 0, Plan.Capture.rehearsal(), Optional.empty(), Optional.empty());
    }

    private static void ask(URI page) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            for (var question : QUESTIONS) {
                http.send(HttpRequest.newBuilder(page.resolve(question)).build(), BodyHandlers.discarding());
            }
        }
    }
}
