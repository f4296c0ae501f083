package io.tidemark.cli.flows;

import io.tidemark.cli.StandardOptions;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/**
 * {@code tidemark flows}: meters captures one after the other, or interfaces until it is interrupted.
 *
 * <p>Its options are built, not annotated as other commands' are: to read annotations the JDK generates classes, 0.1 s of
 * processor time at each start.
 */
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

    private static final Map<String, String> EXIT_STATUS = new LinkedHashMap<>();

    static {
        EXIT_STATUS.put("0", "everything was read");
        EXIT_STATUS.put("1", "a capture could not be opened");
        EXIT_STATUS.put("2", "wrong usage");
        EXIT_STATUS.put("3", "a capture is cut short or broken; what came before is printed");
    }

    private final OptionSpec form = OptionSpec.builder("--format")
            .paramLabel("FORM")
            .type(Form.class)
            .defaultValue("table")
            .description("table, jsonl (one JSON object a line), csv or none (the ledger alone; of files, records are "
                    + "encoded as for Kafka and forgotten, to measure). Default: table")
            .build();

    private final OptionSpec window = OptionSpec.builder("--window")
            .paramLabel("LENGTH")
            .type(Window.class)
            .converters(new Window.Converter())
            .description("Cut flows at windows of this length (10s, 1m, 500ms), aligned to UTC; none: whole flows. "
                    + "Default: none for files, 10s for interfaces")
            .build();

    private final OptionSpec filter = OptionSpec.builder("--filter")
            .paramLabel("BPF")
            .type(String.class)
            .defaultValue("")
            .description("Only packets that match, as tcpdump has it")
            .build();

    private final OptionSpec interfaces = OptionSpec.builder("-i", "--interface")
            .paramLabel("IF")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .initialValue(List.of())
            .splitRegex(",")
            .description(
                    "Capture live from these interfaces, until Ctrl-C: names, or globs (eth*) for those that are up "
                            + "and no loopback. One that comes later is picked up. Needs root or CAP_NET_RAW")
            .build();

    private final OptionSpec most = OptionSpec.builder("--for")
            .paramLabel("LENGTH")
            .type(Duration.class)
            .converters(new Span())
            .description("Of interfaces: end after this time (30s, 5m)")
            .build();

    private final OptionSpec mostPackets = OptionSpec.builder("--packets")
            .paramLabel("N")
            .type(long.class)
            .defaultValue("0")
            .description("Of interfaces: end after so many packets, wanted or not")
            .build();

    private final OptionSpec sampling = OptionSpec.builder("--sampling")
            .paramLabel("N")
            .type(int.class)
            .defaultValue("1")
            .description(
                    "Of interfaces: meter one of N packets, chosen at random; counts stay as observed. Default: 1, all")
            .build();

    private final PositionalParamSpec files = PositionalParamSpec.builder()
            .paramLabel("FILE")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .initialValue(List.of())
            .description("Capture files: pcap, pcapng, also packed with gzip, zstd or lz4; - is standard input")
            .build();

    private final CommandSpec spec;
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
        this.spec = StandardOptions.addTo(CommandSpec.wrapWithoutInspection(this))
                .name("flows")
                .addOption(form)
                .addOption(window)
                .addOption(filter)
                .addOption(interfaces)
                .addOption(most)
                .addOption(mostPackets)
                .addOption(sampling)
                .addPositional(files);
        spec.usageMessage()
                .header("Prints the flows of capture files or interfaces. No Kafka, no database.")
                .synopsisHeading("%nUsage: ")
                .description(
                        "A flow has both directions (a biflow): the client, that is who began, stands left. Under the flows "
                                + "stands the ledger: every packet is in a flow or named with its cause.%n")
                .exitCodeListHeading("%nExit status:%n")
                .exitCodeList(EXIT_STATUS)
                .footer(
                        "",
                        "Examples:",
                        "  tidemark flows capture.pcapng",
                        "  tidemark flows --window 10s --format jsonl capture.pcap | jq .",
                        "  tidemark flows -i eth0",
                        "  tidemark flows -i 'veth*,eth0' --filter 'tcp port 443' --format jsonl",
                        "  tidemark flows -i eth0 --for 1m --format none     the ledger of a minute",
                        "  ssh host tcpdump -w - | tidemark flows -");
    }

    /** What picocli is to know of it. */
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        List<String> names = files.getValue();
        List<String> links = interfaces.getValue();
        if (names.isEmpty() == links.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give either capture files or --interface");
        }
        if (links.isEmpty() && (most.getValue() != null || mostPackets() != 0 || sampling() != 1)) {
            throw new ParameterException(
                    spec.commandLine(), "--for, --packets and --sampling are for interfaces: of a file all is read");
        }
        var done = new CountDownLatch(1);
        var hook = new Thread(() -> interrupt(done), "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try (Bpf bpf = links.isEmpty() && !filter().isEmpty() ? Bpf.compile(filter()) : null) {
            Format format = format(new Output(stdout));
            int status = links.isEmpty() ? files(names, format, bpf) : live(links, format);
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
        return switch (form()) {
            case TABLE -> new Table(out, true);
            case JSONL -> new JsonLines(out);
            case CSV -> new Csv(out);
            case NONE -> new Table(out, false);
        };
    }

    private int files(List<String> names, Format format, Bpf bpf) {
        int status = 0;
        for (String file : names) {
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
        WindowLength length = length(null);
        Settings settings = length == null ? Settings.wholeFile() : Settings.file(length);
        var output = new CaptureOutput(format, new Format.Capture(source.name(), length != null, 1), source);
        var meter = new Meter(settings, form() == Form.NONE ? new Encoded(output, source, length) : output);
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

    private int live(List<String> links, Format format) {
        WindowLength length = length(WindowLength.DEFAULT);
        Settings metering = length == null
                ? new Settings(null, Long.MAX_VALUE, Settings.DEFAULT_ROWS, Settings.DEFAULT_ROWS, true)
                : Settings.live(length, Settings.DEFAULT_ROWS);
        var capture = new Format.Capture(String.join(",", links), length != null, sampling());
        var live = new LiveFlows(
                new Selection(links, List.of()),
                new RingSettings(filter(), RingSettings.DEFAULT_SNAP_LENGTH, 0, sampling(), 1),
                most.getValue(),
                mostPackets(),
                stderr,
                () -> interrupted);
        try {
            return live.run(metering, source -> new CaptureOutput(format, capture, source));
        } catch (IOException e) {
            stderr.println("tidemark flows: " + e.getMessage());
            return 1;
        }
    }

    private Form form() {
        return form.getValue();
    }

    private WindowLength length(WindowLength byDefault) {
        Window chosen = window.getValue();
        return chosen == null ? byDefault : chosen.length();
    }

    private String filter() {
        return filter.getValue();
    }

    private long mostPackets() {
        return mostPackets.getValue();
    }

    private int sampling() {
        return sampling.getValue();
    }
}
