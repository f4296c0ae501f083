package io.tidemark.charts.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the test saw, and how long each step took: printed as it happens, and kept in {@code target/cluster.txt}. */
final class Diary implements AutoCloseable {
    private final List<String> lines = new ArrayList<>();

    Duration time(String what, Runnable step) {
        long start = System.nanoTime();
        step.run();
        var took = Duration.ofNanos(System.nanoTime() - start);
        note("%5.1f s  %s".formatted(took.toMillis() / 1e3, what));
        return took;
    }

    void note(String line) {
        lines.add(line);
        System.out.println("cluster: " + line);
    }

    @Override
    public void close() {
        try {
            Files.write(Path.of("target/cluster.txt"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
