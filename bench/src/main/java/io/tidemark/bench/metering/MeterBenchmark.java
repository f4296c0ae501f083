package io.tidemark.bench.metering;

import io.tidemark.bench.pipeline.SyntheticCapture;
import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.flow.FlowRecord;
import io.tidemark.metering.flow.FlowSink;
import io.tidemark.metering.flow.Meter;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.ledger.Ledger;
import io.tidemark.metering.record.BatchSink;
import io.tidemark.metering.record.Domain;
import io.tidemark.metering.record.FlowBatchEncoder;
import io.tidemark.metering.source.CaptureFile;
import io.tidemark.metering.source.FrameHandler;
import io.tidemark.metering.source.FrameSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A file of a million small packets, warm in the page cache: read alone, metered, and metered and encoded. Time is per packet;
 * {@code -prof gc} shows the bytes allocated per packet.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(MeterBenchmark.PACKETS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 2,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
public class MeterBenchmark {
    static final int PACKETS = 1_000_000;
    private static final int WINDOWS = 5;
    private static final FrameHandler NOTHING = (point, linkType, time, memory, at, captured, wire, way) -> {};

    /** Biflows that are active in each of the five windows; each sends PACKETS / 5 / flows packets. */
    @Param({"1000", "100000"})
    public int flows;

    private Path file;

    @Setup
    public void write() throws IOException {
        file = Files.createTempFile("tidemark-bench", ".pcap");
        new SyntheticCapture(WINDOWS, flows, PACKETS / WINDOWS / flows).write(file);
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    /** The limit: every frame is given, and nothing is done with it. */
    @Benchmark
    public long read() throws IOException {
        return replay(NOTHING);
    }

    /** Frames to records of biflows. */
    @Benchmark
    public long meter() throws IOException {
        var count = new Counting();
        var meter = new Meter(Settings.file(WindowLength.DEFAULT), count);
        replay(meter);
        meter.finish(EndReason.END_REASON_FORCED);
        return count.packets;
    }

    /** Frames to the bytes of FlowBatches. */
    @Benchmark
    public long meterAndEncode() throws IOException {
        var bytes = new CountingBytes();
        var domain = Domain.live("bench", 1, WindowLength.DEFAULT, 12);
        var encoder = new FlowBatchEncoder(domain, () -> List.of(new FrameSource.Point("if0", 0)), bytes);
        var meter = new Meter(Settings.file(WindowLength.DEFAULT), encoder);
        replay(meter);
        meter.finish(EndReason.END_REASON_FORCED);
        return bytes.bytes;
    }

    private long replay(FrameHandler handler) throws IOException {
        long frames = 0;
        try (var source = CaptureFile.open(file)) {
            for (int n = source.poll(handler, 1024); n != FrameSource.END; n = source.poll(handler, 1024)) {
                frames += n;
            }
        }
        return frames;
    }

    private static final class Counting implements FlowSink {
        private long packets;

        @Override
        public void flow(FlowRecord flow) {
            packets += flow.packets(FlowRecord.FORWARD) + flow.packets(FlowRecord.REVERSE);
        }

        @Override
        public void windowEnd(long windowStart, List<Ledger> ledgers) {}

        @Override
        public void end() {}
    }

    private static final class CountingBytes implements BatchSink {
        private long bytes;

        @Override
        public boolean flows(int partition, byte[] batch, int flows) {
            bytes += batch.length;
            return true;
        }

        @Override
        public void marker(int partition, byte[] batch, int flows) {
            bytes += batch.length;
        }
    }
}
