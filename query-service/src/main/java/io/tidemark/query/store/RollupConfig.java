package io.tidemark.query.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How rows are summed up over time. */
@ConfigMapping(prefix = "tidemark.query.rollup")
public interface RollupConfig {
    /** How often buckets whose rows have changed are looked for; at least 100 ms. */
    @WithDefault("5s")
    Duration every();

    /**
     * How long a minute must have been left alone before it is summed up, ten minutes and an hour six times and what is longer forty times as
     * long; one that is never left alone waits twenty times as long at most. Until then answers read finer rows, and are the same. 0 or more.
     */
    @WithDefault("15s")
    Duration quiet();

    /**
     * How many conversations of ten minutes, of an hour and of what is longer have rows of their own, in each source; the others are summed
     * up by protocol. 0 or more. Of minutes all are kept that the aggregator told of.
     */
    @WithDefault("1000")
    int topConversations();
}
