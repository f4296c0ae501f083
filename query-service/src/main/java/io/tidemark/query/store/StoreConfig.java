package io.tidemark.query.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long rows are kept. */
@ConfigMapping(prefix = "tidemark.query")
public interface StoreConfig {
    /**
     * How long a day's rows are kept after the day's end, or after they began to come in, whichever is later; at least 1 hour. A
     * replay of an old capture is kept as long as today's traffic.
     */
    @WithDefault("30d")
    Duration retention();

    /** How often days that are past their retention are looked for; at least 1 second. */
    @WithDefault("10m")
    Duration retentionEvery();
}
