package io.tidemark.aggregator.window;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tidemark.contract.window.WindowLength;
import java.time.Duration;

/** Configuration of the windows. */
@ConfigMapping(prefix = "tidemark.aggregator")
public interface WindowConfig {
    /** A window of the usual length. */
    Duration SHORTEST = Duration.ofNanos(WindowLength.DEFAULT.nanos());

    /**
     * How long a node may be silent before windows close without it. A duration, at least 10s, and longer than tidemark.capture.window:
     * a live node tells of itself once a window.
     */
    @WithDefault("30s")
    Duration allowedLateness();

    /** How many windows may be open at once on each flow partition; one more closes the oldest as incomplete. 1 or more. */
    @WithDefault("64")
    int maxOpenWindows();

    /** The same, checked. */
    default WindowLimits limits() {
        if (allowedLateness().compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "tidemark.aggregator.allowed-lateness is %s; a live node tells of itself once a window and would be taken for silent between two: say %ds or more (the default is 30s)"
                            .formatted(allowedLateness(), SHORTEST.toSeconds()));
        }
        return new WindowLimits(allowedLateness().toMillis(), maxOpenWindows());
    }
}
