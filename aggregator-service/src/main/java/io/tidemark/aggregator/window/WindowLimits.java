package io.tidemark.aggregator.window;

import java.time.Duration;

/**
 * What a partition waits for, and how much it holds.
 *
 * @param allowedLatenessMillis how long a node may be silent before its windows close without it, ms of log time, at least 1
 * @param maxOpenWindows        how many windows may be open at once; one more closes the oldest as incomplete; at least 1
 */
public record WindowLimits(long allowedLatenessMillis, int maxOpenWindows) {
    public WindowLimits {
        if (allowedLatenessMillis < 1) {
            throw new IllegalArgumentException(
                    "allowed lateness %s is not at least 1 ms".formatted(Duration.ofMillis(allowedLatenessMillis)));
        }
        if (maxOpenWindows < 1) {
            throw new IllegalArgumentException("max open windows %d is not at least 1".formatted(maxOpenWindows));
        }
    }
}
