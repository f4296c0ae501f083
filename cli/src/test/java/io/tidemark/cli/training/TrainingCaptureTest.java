package io.tidemark.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metering.source.CaptureFile;
import io.tidemark.metering.source.FrameSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCaptureTest {
    @TempDir
    private Path folder;

    @Test
    void isACaptureFileOfAsManyPacketsAsAskedForOrSomeMore() throws IOException {
        var file = folder.resolve("training.pcap");

        TrainingCapture.write(file, 1_000);

        var packets = new AtomicLong();
        var last = new AtomicLong();
        try (var capture = CaptureFile.open(file)) {
            while (capture.poll(
                            (point, linkType, time, memory, at, captured, wire, way) -> {
                                packets.incrementAndGet();
                                assertThat(time).isGreaterThan(last.getAndSet(time));
                                assertThat(captured).isLessThanOrEqualTo(wire).isGreaterThanOrEqualTo(30);
                            },
                            100)
                    != FrameSource.END) {}
        }
        assertThat(packets.get()).isBetween(1_000L, 1_256L);
    }
}
