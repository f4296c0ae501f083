package io.tidemark.bench.aggregator;

import io.tidemark.bench.pipeline.SyntheticCapture;
import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.flow.Meter;
import io.tidemark.metering.flow.Settings;
import io.tidemark.metering.record.BatchSink;
import io.tidemark.metering.record.Domain;
import io.tidemark.metering.record.FlowBatchEncoder;
import io.tidemark.metering.source.CaptureFile;
import io.tidemark.metering.source.FrameSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a capture-service sends of a synthetic capture, by partition, in log order: the records of {@code tidemark.flows.v1}.
 *
 * @param flows      in all
 * @param partitions values of the records
 */
record FlowLog(long flows, List<List<byte[]>> partitions) {
    /**
     * Meters a synthetic capture of one packet for each flow and window.
     *
     * @param windows how many windows of 10 s
     * @param flows   biflows in each, on all partitions together
     */
    static FlowLog of(int windows, int flows) throws IOException {
        var file = Files.createTempFile("tidemark-bench", ".pcap");
        try {
            var capture = new SyntheticCapture(windows, flows, 1);
            capture.write(file);
            return new FlowLog(capture.totalFlows(), metered(file));
        } finally {
            Files.delete(file);
        }
    }

    private static List<List<byte[]>> metered(Path file) throws IOException {
        int count = Topic.FLOWS.partitions();
        List<List<byte[]>> partitions =
                Stream.<List<byte[]>>generate(ArrayList::new).limit(count).toList();
        var sink = new BatchSink() {
            @Override
            public boolean flows(int partition, byte[] batch, int flows) {
                return partitions.get(partition).add(batch);
            }

            @Override
            public void marker(int partition, byte[] batch, int flows) {
                partitions.get(partition).add(batch);
            }
        };
        try (var source = CaptureFile.open(file)) {
            var domain = Domain.file(source, WindowLength.DEFAULT, "", count);
            var meter =
                    new Meter(Settings.file(WindowLength.DEFAULT), new FlowBatchEncoder(domain, source::points, sink));
            while (source.poll(meter, 1024) != FrameSource.END) {
                // on to the next frames
            }
            meter.finish(EndReason.END_REASON_FORCED);
        }
        return partitions;
    }

    /** Numbers of the partitions. */
    IntStream numbers() {
        return IntStream.range(0, partitions.size());
    }
}
