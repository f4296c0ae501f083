package io.tidemark.bench.file;

import com.sun.management.OperatingSystemMXBean;
import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.flow.FlowRecord;
import io.tidemark.metering.flow.FlowSink;
import io.tidemark.metering.flow.Meter;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.ledger.Ledger;
import io.tidemark.metering.source.CaptureFile;
import io.tidemark.metering.source.FrameSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The warm engine against a C loop that does far less for a packet, round by round on the same files. */
@Command(
        name = "meter",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Packets per processor second from a capture file to flow records: our engine, warm, on one thread, every flow fact on,",
            "against a C program that maps the file and counts packets, bytes, flags and times of biflows in one table.",
            "Both tables are made, for as many biflows, before the clock starts. Ours includes cutting all records and the JVM's",
            "collector and compiler threads. Captures are made first (some 1.2 GB). The last line is one JSON object."
        })
final class MeterSpeed implements Callable<Integer> {
    private static final double TARGET = 0.6;
    private static final int BATCH = 4096;
    private static final int ROOM = 1 << 17; // biflows; the C loop's table is twice as long, and half full at most
    private static final Settings SETTINGS =
            new Settings(WindowLength.DEFAULT, Settings.DEFAULT_IDLE_NANOS, Settings.DEFAULT_ROWS, ROOM, false);
    private static final int WARM_UP = 6; // passes; after four nothing is compiled any more

    @Option(names = "--packets", description = "Packets of the captures of small packets")
    private int packets = 5_000_000;

    @Option(names = "--rounds", description = "Rounds; the medians count")
    private int rounds = 7;

    @Option(
            names = "--limit",
            paramLabel = "BINARY",
            description = "Another C program, called as BINARY FILE REPEATS, that prints cpu=SECONDS for each repeat; "
                    + "without it bench/src/main/c/limit.c is compiled with cc -O2")
    private Path limit;

    @Option(names = "--directory", description = "Where the captures go; a temporary folder if not given, removed then")
    private Path directory;

    /** What came of one capture. */
    private record Result(Captures.Ready capture, double c, double ours, double ratio, boolean exact) {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new MeterSpeed()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var folder = new Workplace(directory);
        try (folder) {
            var c = limit == null ? CLimit.compile(folder.path()) : new CLimit(limit);
            var captures = new Captures(folder.path(), packets);
            var results = new ArrayList<Result>();
            for (TrafficCapture capture : captures.all()) {
                var ready = captures.ready(capture);
                results.add(measure(ready, c));
                folder.remove(ready.file());
            }
            System.out.println(json(results));
            return results.stream().allMatch(Result::exact) ? 0 : 1;
        }
    }

    private Result measure(Captures.Ready capture, CLimit c) throws IOException, InterruptedException {
        boolean exact = true;
        for (int i = 0; i < WARM_UP; i++) {
            exact &= new Pass().run(capture.file()).isExactly(capture.truth());
        }
        var cSeconds = new ArrayList<Double>();
        var ourSeconds = new ArrayList<Double>();
        for (int round = 1; round <= rounds; round++) {
            cSeconds.add(c.seconds(capture.file()));
            var pass = new Pass();
            double before = processorSeconds();
            exact &= pass.run(capture.file()).isExactly(capture.truth());
            ourSeconds.add(processorSeconds() - before);
            System.err.printf(
                    Locale.ROOT,
                    "%s round %d: C %.3f s, tidemark %.3f s%n",
                    capture.capture().name(),
                    round,
                    cSeconds.getLast(),
                    ourSeconds.getLast());
        }
        double theirs = Median.of(cSeconds);
        double ours = Median.of(ourSeconds);
        return new Result(capture, theirs, ours, theirs / ours, exact);
    }

    /** Of this whole process, its compiler and collector too. */
    private static double processorSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }

    private String json(List<Result> results) {
        var captures = new ArrayList<String>();
        for (Result r : results) {
            long count = r.capture.truth().packets();
            captures.add(String.format(
                    Locale.ROOT,
                    "{\"capture\":\"%s\",\"packets\":%d,\"flows\":%d,\"c_cpu_s\":%.3f,\"tidemark_cpu_s\":%.3f,"
                            + "\"c_packets_per_cpu_s\":%.0f,\"tidemark_packets_per_cpu_s\":%.0f,\"ratio\":%.3f,\"exact\":%b}",
                    r.capture.capture().name(),
                    count,
                    r.capture.truth().flows(),
                    r.c,
                    r.ours,
                    count / r.c,
                    count / r.ours,
                    r.ratio,
                    r.exact));
        }
        double least = results.stream().mapToDouble(Result::ratio).min().orElse(0);
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"meter\",\"rounds\":%d,\"limit\":\"%s\",\"captures\":[%s],\"least_ratio\":%.3f,\"target\":%.2f,\"met\":%b}",
                rounds,
                limit == null ? "bench/src/main/c/limit.c" : limit.getFileName(),
                String.join(",", captures),
                least,
                TARGET,
                least >= TARGET);
    }

    /** One pass over a file: adds up what the records and ledgers say. */
    private static final class Pass implements FlowSink {
        private long flows;
        private long packets;
        private long frameBytes;
        private long received;
        private final Meter meter = new Meter(SETTINGS, this);

        Pass run(Path file) throws IOException {
            try (var source = CaptureFile.open(file)) {
                while (source.poll(meter, BATCH) != FrameSource.END) {
                    // poll has done the work
                }
            }
            meter.finish(EndReason.END_REASON_FORCED);
            return this;
        }

        @Override
        public void flow(FlowRecord flow) {
            flows++;
            packets += flow.packets(FlowRecord.FORWARD) + flow.packets(FlowRecord.REVERSE);
            frameBytes += flow.frameBytes(FlowRecord.FORWARD) + flow.frameBytes(FlowRecord.REVERSE);
        }

        @Override
        public void windowEnd(long windowStart, List<Ledger> ledgers) {
            for (Ledger ledger : ledgers) {
                received += ledger.receivedPackets();
            }
        }

        @Override
        public void end() {}

        boolean isExactly(TrafficCapture.Truth truth) {
            return flows == truth.flows()
                    && packets == truth.packets()
                    && received == truth.packets()
                    && frameBytes == truth.frameBytes();
        }
    }
}
