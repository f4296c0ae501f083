package io.tidemark.metering.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * Fuzz target: any bytes as a capture file, plain or packed. It is read to its end or to an {@link IOException} that says
 * where it is broken; every frame lies within the memory it is in, and in a file of n bytes there are fewer than n frames.
 */
public final class CaptureFileFuzz {
    private static final long MOST_FRAMES = 10_000_000; // of a file that unpacks to much

    private CaptureFileFuzz() {}

    /** Called by Jazzer and by the tests. */
    public static void fuzzerTestOneInput(byte[] data) {
        try (var source = CaptureFile.open("fuzzed", new ByteArrayInputStream(data))) {
            long frames = 0;
            int count;
            do {
                count = source.poll(
                        (point, linkType, time, memory, at, captured, wire, way) -> {
                            if (captured < 0 || wire < 0 || at < 0 || at + captured > memory.byteSize()) {
                                throw new IllegalStateException("frame at %d, %d of %d bytes in %d"
                                        .formatted(at, captured, wire, memory.byteSize()));
                            }
                            source.points().get(point);
                        },
                        64);
                frames += count;
            } while (count != FrameSource.END && frames < MOST_FRAMES);
        } catch (IOException e) {
            if (e.getMessage() == null || !e.getMessage().startsWith("fuzzed: ")) {
                throw new IllegalStateException("a message that does not name the file: " + e.getMessage(), e);
            }
        }
    }
}
