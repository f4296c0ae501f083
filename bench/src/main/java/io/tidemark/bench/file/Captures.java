package io.tidemark.bench.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The captures that files are measured with, written once into a folder. */
record Captures(Path folder, int packets) {
    /** A capture in its file. */
    record Ready(TrafficCapture capture, Path file, TrafficCapture.Truth truth) {}

    /** Small packets of 100,000 flows (Zipf 1.1), of 1,000,000 flows that are all visited, and mixed sizes. */
    List<TrafficCapture> all() {
        return List.of(
                new TrafficCapture("small-100k", packets, Math.max(1, packets / 50), 1.1, true, false),
                new TrafficCapture("small-1m", packets, Math.max(1, packets / 5), 1.1, true, true),
                new TrafficCapture(
                        "mixed", Math.max(1, packets * 2 / 5), Math.max(1, packets / 50), 1.1, false, false));
    }

    Ready ready(TrafficCapture capture) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("%s-%d.pcap".formatted(capture.name(), capture.packets()));
        System.err.printf("writing %,d packets to %s%n", capture.packets(), file);
        return new Ready(capture, file, capture.write(file));
    }
}
