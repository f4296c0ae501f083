package io.tidemark.aggregator.window;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configuration of the windows. */
@ConfigMapping(prefix = "tidemark.aggregator")
public interface WindowConfig {
    /** How long a node may be silent before windows close without it. A duration, at least 1ms. */
    @WithDefault("30s")
    Duration allowedLateness();

    /** How many windows may be open at once on each flow partition; one more closes the oldest as incomplete. 1 or more. */
    @WithDefault("64")
    int maxOpenWindows();

    /** The same, checked. */
    default WindowLimits limits() {
        return new WindowLimits(allowedLateness().toMillis(), maxOpenWindows());
    }
}
