package io.tidemark.cli.up;

import io.tidemark.cli.process.Console;
import io.tidemark.cli.process.DataDirectory;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.record.Domain;
import io.tidemark.metering.source.CaptureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Runs the whole system on this machine: capture, aggregation, storage, page.",
        synopsisHeading = "%nUsage: ",
        description = {
            "Starts a Kafka broker, a PostgreSQL server and the three services, watches them, and says where the page is. "
                    + "Everything listens on 127.0.0.1 only. Without --capture it meters the packets of this machine's "
                    + "interfaces, which needs libpcap and root (or CAP_NET_RAW).",
            "",
            "Ctrl-C stops everything in order and loses nothing: the next start on the same data directory goes on.",
            ""
        },
        optionListHeading = "Options:%n",
        footer = {
            "",
            "Exit status:",
            "  0   done; with --until-drained: every packet is accounted for",
            "  1   something did not start; with --until-drained: packets are unexplained",
            "  2   wrongly called",
            "  3   with --until-drained: balanced, but a file was broken; metered to the break",
            "",
            "Examples:",
            "  tidemark up                                    this machine, all interfaces",
            "  tidemark up --interface eth0 --filter 'not port 22'",
            "  tidemark up --capture monday.pcap --speed max  a file, as fast as it goes",
            "  tidemark up --until-drained --speed max --capture *.pcap | jq .unexplained",
            "  tidemark up --kafka broker:9092 --postgres postgresql://me@db/tidemark"
        })
public final class UpCommand implements Callable<Integer> {
    /** The process ends with what its signal makes of it; nobody sees this. */
    private static final int INTERRUPTED = 130;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--interface",
            paramLabel = "IF",
            description =
                    "Meter this interface; repeatable, globs allowed (\"eth*\"). Default: all that are up, without "
                            + "loopback.")
    private List<String> interfaces = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "IF",
            description = "Leave this interface out; repeatable, globs allowed.")
    private List<String> excluded = new ArrayList<>();

    @Option(
            names = "--capture",
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "Replay this capture file (pcap, pcapng) instead; repeatable. Its packets keep their own times.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--speed",
            paramLabel = "SPEED",
            defaultValue = "recorded",
            description = "How files are replayed: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Speed speed;

    @Option(
            names = "--filter",
            paramLabel = "BPF",
            description = "Meter only packets that match, in tcpdump's language; needs "
                    + "libpcap. The others are counted as filtered.")
    private String filter;

    @Option(
            names = "--window",
            paramLabel = "LENGTH",
            defaultValue = "10s",
            description = "Length of a window, \"10s\" or \"1m\". Default: ${DEFAULT-VALUE}.")
    private String window;

    @Option(
            names = "--until-drained",
            description =
                    "With --capture: end when everything is in PostgreSQL, and print the ledger as one line of JSON, "
                            + "the last on stdout.")
    private boolean untilDrained;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the page; another one if it is taken. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where everything is kept: Kafka's log, the database, the services' logs. Default: "
                    + "$XDG_DATA_HOME/tidemark, else ~/.tidemark.")
    private Path dataDir;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Use this Kafka instead of an own one; missing topics are made, present ones never altered.")
    private String kafka;

    @Option(
            names = "--postgres",
            paramLabel = "URI",
            description =
                    "Use this PostgreSQL instead of an own one:%npostgresql://user:password@host:port/database.%nPGUSER "
                            + "and PGPASSWORD stand in for what is left out.")
    private String postgres;

    @Option(
            names = {"-v", "--verbose"},
            description = "Tell process ids and addresses.")
    private boolean verbose;

    /** How a file is replayed. */
    enum Speed {
        /** As it was recorded. */
        recorded,
        /** As fast as it goes. */
        max
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var plan = plan();
        var sources = untilDrained ? sources(plan.capture().files()) : List.<String>of();
        var console = Console.ofProcess(verbose);
        var running = new Running(LocalSystem.prepare(plan, Installation.ofProcess(), console), console);
        try (running) {
            running.start();
            if (!untilDrained) {
                console.say("Open %s   (logs: %s; Ctrl-C stops everything)"
                        .formatted(running.system().page(), plan.dataDir().resolve("logs")));
                return running.untilTold();
            }
            return drained(running.system(), sources, console);
        } catch (IOException e) {
            if (running.isTold()) {
                return INTERRUPTED;
            }
            throw e;
        }
    }

    /** @throws ParameterException if the options contradict each other or name what is not there */
    Plan plan() {
        if (!files.isEmpty() && !(interfaces.isEmpty() && excluded.isEmpty())) {
            throw wrong("--capture replays files; it does not go with --interface or --exclude");
        }
        if (untilDrained && files.isEmpty()) {
            throw wrong("--until-drained needs --capture: live traffic has no end");
        }
        if (port < 0 || port > 65535) {
            throw wrong("--port %d is not between 0 and 65535".formatted(port));
        }
        var folder = dataDir == null ? DataDirectory.byDefault() : dataDir;
        return new Plan(
                folder.toAbsolutePath().normalize(),
                true,
                port,
                new Plan.Capture(
                        Optional.empty(),
                        readable(files),
                        interfaces,
                        excluded,
                        speed.name(),
                        false,
                        windowLength().nanos() / 1_000_000 + "ms",
                        Optional.ofNullable(filter),
                        false),
                Optional.ofNullable(kafka),
                Optional.ofNullable(postgres).map(this::database));
    }

    private List<Path> readable(List<Path> paths) {
        var distinct = new LinkedHashSet<Path>();
        for (var path : paths) {
            if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
                throw wrong("--capture %s: %s"
                        .formatted(path, Files.exists(path) ? "not a file that can be read" : "there is no such file"));
            }
            distinct.add(path.toAbsolutePath().normalize());
        }
        return List.copyOf(distinct);
    }

    private WindowLength windowLength() {
        try {
            var text = window.strip();
            var iso = Character.isDigit(text.charAt(0)) ? "PT" + text : text;
            return WindowLength.of(Duration.parse(iso));
        } catch (RuntimeException e) {
            throw wrong("--window %s: %s".formatted(window, e.getMessage()));
        }
    }

    private DatabaseAccess database(String uri) {
        try {
            return DatabaseAccess.parse(uri, System.getenv());
        } catch (IllegalArgumentException e) {
            throw wrong("--postgres: " + e.getMessage());
        }
    }

    /** The window groups that the files will be: each stands alone, under a name that derives from its content. */
    private List<String> sources(List<Path> paths) {
        var names = new ArrayList<String>();
        for (var path : paths) {
            try (var file = CaptureFile.open(path)) {
                names.add(Domain.file(
                                file,
                                windowLength(),
                                Optional.ofNullable(filter).orElse(""),
                                1)
                        .node());
            } catch (IOException e) {
                throw wrong("--capture: " + e.getMessage());
            }
        }
        return names;
    }

    private static int drained(LocalSystem system, List<String> sources, Console console)
            throws IOException, InterruptedException {
        var code = system.awaitReplayed();
        try (var drain = new Drain(system.kafka(), console)) {
            drain.await();
        }
        var ledger = LedgerReport.of(system.page(), sources);
        System.out.println(ledger.json());
        System.out.flush();
        return ledger.balances() ? code : 1;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
