package io.tidemark.query.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long rows are kept. What is dropped is in the coarser rows still. */
@ConfigMapping(prefix = "tidemark.query")
public interface StoreConfig {
    /**
     * How long a day's rows of single windows are kept after the day's end, or after they began to come in, whichever is later; at
     * least 1 hour. A replay of an old capture is kept as long as today's traffic. What comes for a window that was dropped is refused.
     */
    @WithDefault("7d")
    Duration retention();

    /** The same for rows of minutes, which are the last ones that tell of each conversation, and of ten minutes; at least that of windows. */
    @WithDefault("30d")
    Duration retentionMinutes();

    /** The same for rows of hours and of six hours, which are dropped by months; at least that of minutes. */
    @WithDefault("400d")
    Duration retentionHours();

    /** The same for rows of days, which are dropped by months; at least that of hours. */
    @WithDefault("1100d")
    Duration retentionDays();

    /** How often partitions that are past their retention are looked for, and those of tomorrow made; at least 1 second. */
    @WithDefault("10m")
    Duration retentionEvery();

    /** That of a resolution: coarser rows are kept as long as finer ones, or a bucket could not be computed anew. */
    default Duration retention(Resolution resolution) {
        var own =
                switch (resolution) {
                    case WINDOW -> retention();
                    case MINUTE, TEN_MINUTES -> retentionMinutes();
                    case HOUR, SIX_HOURS -> retentionHours();
                    case DAY -> retentionDays();
                };
        if (resolution == Resolution.WINDOW) {
            return own;
        }
        var finer = retention(resolution.finer());
        return own.compareTo(finer) > 0 ? own : finer;
    }
}
