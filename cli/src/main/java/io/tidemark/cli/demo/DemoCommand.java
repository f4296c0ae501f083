package io.tidemark.cli.demo;

import io.tidemark.cli.process.Console;
import io.tidemark.cli.up.Installation;
import io.tidemark.cli.up.LocalSystem;
import io.tidemark.cli.up.Plan;
import io.tidemark.cli.up.Running;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark demo}: the same services as {@code up} runs, on a bundled capture that goes round and round. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Shows Tidemark at work: the whole system, with recorded traffic replayed as if it were now.",
        synopsisHeading = "%nUsage: ",
        description = {
            "Starts what 'tidemark up' starts, on 127.0.0.1 only, and replays a bundled capture of real programs (web, DNS, "
                    + "TLS, ping, several hosts) in a loop. Needs no privilege, no network and no installation; listens to "
                    + "nothing of yours. Ctrl-C ends it and leaves nothing behind.",
            ""
        },
        optionListHeading = "Options:%n",
        footer = {
            "",
            "Examples:",
            "  tidemark demo",
            "  tidemark demo --port 9000 --data-dir ~/demo     keep what it collects"
        })
public final class DemoCommand implements Callable<Integer> {
    /** The process ends with what its signal makes of it; nobody sees this. */
    private static final int INTERRUPTED = 130;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the page; another one if it is taken. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keep everything in this folder. Default: a temporary one, deleted in the end.")
    private Path dataDir;

    @Option(
            names = {"-v", "--verbose"},
            description = "Tell process ids and addresses.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var console = Console.ofProcess(verbose);
        var folder = dataDir == null ? Files.createTempDirectory("tidemark-demo-") : Files.createDirectories(dataDir);
        var system = LocalSystem.prepare(plan(folder), Installation.ofProcess(), console);
        var running = new Running(system, console);
        try (running) {
            running.start();
            console.say(welcome(system.page()));
            return running.untilTold();
        } catch (IOException e) {
            if (running.isTold()) {
                return INTERRUPTED;
            }
            throw e;
        }
    }

    private Plan plan(Path folder) throws IOException {
        return new Plan(
                folder.toAbsolutePath().normalize(),
                dataDir != null,
                port,
                new Plan.Capture(
                        Optional.of("demo"),
                        List.of(sample(folder)),
                        List.of(),
                        List.of(),
                        "recorded",
                        true,
                        "10s",
                        Optional.empty(),
                        false),
                Optional.empty(),
                Optional.empty());
    }

    /** The bundled capture, as the file that capture-service wants. */
    private static Path sample(Path folder) throws IOException {
        var file = folder.toAbsolutePath().resolve("sample.pcap");
        try (var bundled = DemoCommand.class.getResourceAsStream("sample.pcap")) {
            Files.copy(bundled, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static String welcome(URI page) {
        return """

                Open %1$s

                The live rate moves at once. Windows of 10 s follow as they close: traffic over time by protocol, the
                busiest hosts, who talks to whom. Below them the ledger: every packet received is in a flow or has a cause.

                The same answers for programs:
                  curl '%1$sapi/v1/top?by=host&limit=5'
                  curl '%1$sapi/v1/ledger'
                  curl '%1$sq/openapi'      says what else can be asked; %1$sgraphql answers too

                Ctrl-C ends it.""".formatted(page);
    }
}
