package io.tidemark.cli.flows;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.flow.Meter;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.source.Bpf;
import io.tidemark.metering.source.CaptureFile;
import io.tidemark.metering.source.FrameHandler;
import io.tidemark.metering.source.FrameSource;
import io.tidemark.metering.source.RingSettings;
import io.tidemark.metering.source.Selection;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark flows}: meters captures one after the other, or interfaces until it is interrupted. */
@Command(
        name = "flows",
        mixinStandardHelpOptions = true,
        header = "Prints the flows of capture files or interfaces. No Kafka, no database.",
        synopsisHeading = "%nUsage: ",
        description = {
            "A flow has both directions (a biflow): the client, that is who began, stands left. Under the flows stands the "
                    + "ledger: every packet is in a flow or named with its cause.%n"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:everything was read",
            "1:a capture could not be opened",
            "2:wrong usage",
            "3:a capture is cut short or broken; what came before is printed"
        },
        footer = {
            "",
            "Examples:",
            "  tidemark flows capture.pcapng",
            "  tidemark flows --window 10s --format jsonl capture.pcap | jq .",
            "  tidemark flows -i eth0",
            "  tidemark flows -i 'veth*,eth0' --filter 'tcp port 443' --format jsonl",
            "  tidemark flows -i eth0 --for 1m --format none     the ledger of a minute",
            "  ssh host tcpdump -w - | tidemark flows -"
        })
public final class FlowsCommand implements Callable<Integer> {
    /** The forms of output. */
    enum Form {
        TABLE,
        JSONL,
        CSV,
        NONE
    }

    private static final int BATCH = 4096; // frames between two looks at the clock
    private static final int BROKEN = 3;

    @Option(
            names = "--format",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table, jsonl (one JSON object a line), csv or none (the ledger alone; of files, records are "
                    + "encoded as for Kafka and forgotten, to measure). Default: table")
    private Form form;

    @Option(
            names = "--window",
            paramLabel = "LENGTH",
            converter = Window.Converter.class,
            description = "Cut flows at windows of this length (10s, 1m, 500ms), aligned to UTC; none: whole flows. "
                    + "Default: none for files, 10s for interfaces")
    private Window window;

    @Option(
            names = "--filter",
            paramLabel = "BPF",
            defaultValue = "",
            description = "Only packets that match, as tcpdump has it")
    private String filter;

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "IF",
            split = ",",
            description =
                    "Capture live from these interfaces, until Ctrl-C: names, or globs (eth*) for those that are up and "
                            + "no loopback. One that comes later is picked up. Needs root or CAP_NET_RAW")
    private List<String> interfaces = List.of();

    @Option(
            names = "--for",
            paramLabel = "LENGTH",
            converter = Span.class,
            description = "Of interfaces: end after this time (30s, 5m)")
    private Duration most;

    @Option(
            names = "--packets",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of interfaces: end after so many packets, wanted or not")
    private long mostPackets;

    @Option(
            names = "--sampling",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Of interfaces: meter one of N packets, chosen at random; counts stay as observed. Default: 1, all")
    private int sampling;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Capture files: pcap, pcapng, also packed with gzip, zstd or lz4; - is standard input")
    private List<String> files = List.of();

    @Spec
    private CommandSpec spec;

    private final OutputStream stdout;
    private final PrintStream stderr;
    private volatile boolean interrupted;

    /** Writes to the process' standard output. */
    public FlowsCommand() {
        this(new FileOutputStream(FileDescriptor.out), System.err);
    }

    FlowsCommand(OutputStream stdout, PrintStream stderr) {
        this.stdout = stdout;
        this.stderr = stderr;
    }

    @Override
    public Integer call() {
        if (files.isEmpty() == interfaces.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give either capture files or --interface");
        }
        if (interfaces.isEmpty() && (most != null || mostPackets != 0 || sampling != 1)) {
            throw new ParameterException(
                    spec.commandLine(), "--for, --packets and --sampling are for interfaces: of a file all is read");
        }
        var done = new CountDownLatch(1);
        var hook = new Thread(() -> interrupt(done), "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try (Bpf bpf = interfaces.isEmpty() && !filter.isEmpty() ? Bpf.compile(filter) : null) {
            Format format = format(new Output(stdout));
            int status = interfaces.isEmpty() ? files(format, bpf) : live(format);
            format.flush();
            return status;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (UncheckedIOException e) {
            return closed(e.getCause());
        } finally {
            done.countDown();
            if (!interrupted) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    /** Ctrl-C: the loop ends, prints what it has, and only then the process ends. */
    private void interrupt(CountDownLatch done) {
        interrupted = true;
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Who reads has gone (head, less): nothing to complain about. Anything else is. */
    private int closed(IOException e) {
        if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
            return 0;
        }
        stderr.println("tidemark flows: standard output: " + e.getMessage());
        return 1;
    }

    private Format format(Output out) {
        return switch (form) {
            case TABLE -> new Table(out, true);
            case JSONL -> new JsonLines(out);
            case CSV -> new Csv(out);
            case NONE -> new Table(out, false);
        };
    }

    private int files(Format format, Bpf bpf) {
        int status = 0;
        for (String file : files) {
            try (CaptureFile source =
                    file.equals("-") ? CaptureFile.open("-", System.in) : CaptureFile.open(Path.of(file))) {
                status = Math.max(status, file(format, bpf, source));
            } catch (IOException e) {
                stderr.println("tidemark flows: " + e.getMessage());
                status = Math.max(status, 1);
            }
            if (interrupted) {
                break;
            }
        }
        return status;
    }

    private int file(Format format, Bpf bpf, CaptureFile source) {
        WindowLength length = window == null ? null : window.length();
        Settings settings = length == null ? Settings.wholeFile() : Settings.file(length);
        var output = new CaptureOutput(format, new Format.Capture(source.name(), length != null, 1), source);
        var meter = new Meter(settings, form == Form.NONE ? new Encoded(output, source, length) : output);
        FrameHandler handler = bpf == null ? meter : bpf.divide(meter, meter.dropping(Cause.FILTERED));
        int status = 0;
        try {
            while (!interrupted && source.poll(handler, BATCH) != FrameSource.END) {
                // poll has done the work
            }
        } catch (IOException e) {
            status = BROKEN;
            stderr.println("tidemark flows: " + e.getMessage() + "; all packets before it were read");
        }
        meter.finish(EndReason.END_REASON_FORCED);
        return status;
    }

    private int live(Format format) {
        WindowLength length = window == null ? WindowLength.DEFAULT : window.length();
        Settings metering = length == null
                ? new Settings(null, Long.MAX_VALUE, Settings.DEFAULT_ROWS, Settings.DEFAULT_ROWS, true)
                : Settings.live(length, Settings.DEFAULT_ROWS);
        var capture = new Format.Capture(String.join(",", interfaces), length != null, sampling);
        var live = new LiveFlows(
                new Selection(interfaces, List.of()),
                new RingSettings(filter, RingSettings.DEFAULT_SNAP_LENGTH, 0, sampling, 1),
                most,
                mostPackets,
                stderr,
                () -> interrupted);
        try {
            return live.run(metering, source -> new CaptureOutput(format, capture, source));
        } catch (IOException e) {
            stderr.println("tidemark flows: " + e.getMessage());
            return 1;
        }
    }
}
