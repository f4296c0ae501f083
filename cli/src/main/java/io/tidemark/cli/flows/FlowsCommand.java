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
import io.tidemark.metering.source.Interface;
import io.tidemark.metering.source.LiveCapture;
import io.tidemark.metering.source.Selection;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
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
            "  tidemark flows --filter 'tcp port 443' --interface eth0",
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
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long GRACE = 300 * MILLI; // packets this old may still be on the way from the kernel
    private static final int BROKEN = 3;

    @Option(
            names = "--format",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table, jsonl (one JSON object a line), csv or none (the ledger alone). Default: table")
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
            description = "Capture live from here, until Ctrl-C; may be repeated, and a glob (eth*)")
    private List<String> interfaces = List.of();

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
        var meter = new Meter(
                settings, new CaptureOutput(format, new Format.Capture(source.name(), length != null), source));
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
        try (LiveCapture source = LiveCapture.open(
                new Selection(interfaces, List.of()).require(Interface.list()),
                filter,
                LiveCapture.DEFAULT_SNAP_LENGTH,
                LiveCapture.DEFAULT_BUFFER)) {
            WindowLength length = window == null ? WindowLength.DEFAULT : window.length();
            Settings settings = length == null
                    ? new Settings(null, Long.MAX_VALUE, Settings.DEFAULT_ROWS, Settings.DEFAULT_ROWS, true)
                    : Settings.live(length, Settings.DEFAULT_ROWS);
            var capture = new Format.Capture(String.join(",", interfaces), length != null);
            var meter = new Meter(settings, new CaptureOutput(format, capture, source));
            int status = watch(source, meter);
            meter.finish(EndReason.END_REASON_FORCED);
            return status;
        } catch (IOException e) {
            stderr.println("tidemark flows: " + e.getMessage());
            return 1;
        }
    }

    private int watch(LiveCapture source, Meter meter) {
        long nextDrops = 0;
        try {
            while (!interrupted) {
                int frames = source.poll(meter, BATCH);
                long now = System.currentTimeMillis() * MILLI;
                meter.advance(now - GRACE);
                if (now >= nextDrops) {
                    nextDrops = now + SECOND;
                    countKernelDrops(source, meter, now);
                }
                if (frames == 0) {
                    LockSupport.parkNanos(MILLI);
                }
            }
        } catch (IOException e) {
            stderr.println("tidemark flows: " + e.getMessage());
            return BROKEN;
        }
        countKernelDrops(source, meter, System.currentTimeMillis() * MILLI);
        return 0;
    }

    private static void countKernelDrops(LiveCapture source, Meter meter, long now) {
        for (int point = 0; point < source.points().size(); point++) {
            long drops = source.takeKernelDrops(point);
            if (drops > 0) {
                meter.drop(Cause.KERNEL, point, now, drops, 0);
            }
        }
    }
}
