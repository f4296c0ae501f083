package io.tidemark.bench.pipeline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Follows what {@code tidemark up} tells on its standard error, shows it, and takes the time between start and drained. */
final class ReplayClock {
    private volatile long startNanos;
    private volatile long endNanos;

    /** Reads to the end; for a thread of its own. */
    void follow(BufferedReader progress) {
        try (progress) {
            for (String line = progress.readLine(); line != null; line = progress.readLine()) {
                System.err.println(line);
                if (startNanos == 0 && line.contains("replay started")) {
                    startNanos = System.nanoTime();
                }
                if (line.contains("drained in")) {
                    endNanos = System.nanoTime();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean started() {
        return startNanos != 0;
    }

    /** Seconds from start to drained; NaN if one of them was not seen. */
    double seconds() {
        return startNanos == 0 || endNanos == 0 ? Double.NaN : (endNanos - startNanos) / 1e9;
    }
}
