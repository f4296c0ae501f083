package io.tidemark.query.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How summaries are written. */
@ConfigMapping(prefix = "tidemark.query.intake")
public interface IntakeConfig {
    /** Rows after which a bulk is written and the next begun; 1 to 1000000. More is faster and needs more memory. */
    @WithDefault("20000")
    int bulkRows();

    /** Longest wait between two attempts while PostgreSQL does not answer; the first wait is 100 ms and each is twice as long. */
    @WithDefault("5s")
    Duration longestWait();
}
