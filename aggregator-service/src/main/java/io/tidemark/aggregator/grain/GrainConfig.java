package io.tidemark.aggregator.grain;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configuration of the grains. */
@ConfigMapping(prefix = "tidemark.aggregator")
public interface GrainConfig {
    /** How many conversations of a window have rows of their own, on each flow partition. 0 or more. */
    @WithDefault("200")
    int topConversations();

    /** How many conversations an open window tells apart, on each flow partition; topConversations or more. */
    @WithDefault("100000")
    int maxConversations();

    /** How many applications of a window have rows of their own, on each flow partition. 0 or more. */
    @WithDefault("1000")
    int maxApplications();

    /** The same, checked. */
    default GrainLimits limits() {
        return new GrainLimits(topConversations(), maxConversations(), maxApplications());
    }
}
