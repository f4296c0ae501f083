package io.tidemark.aggregator.grain;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configuration of the grains. */
@ConfigMapping(prefix = "tidemark.aggregator")
public interface GrainConfig {
    /** How many conversations of a window have rows of their own, on each flow partition. 0 or more. */
    @WithDefault("200")
    int topConversations();

    /**
     * How many conversations of a window are told apart, on each flow partition; topConversations or more. Past it the top ones
     * are estimates with a bound on their error; sums stay exact.
     */
    @WithDefault("100000")
    int maxConversations();

    /** How many applications of a window have rows of their own, on each flow partition. 0 or more. */
    @WithDefault("1000")
    int maxApplications();

    /**
     * How many pairs of workloads, with protocol and port, have rows of their own in a window, on each flow partition. 0 or more.
     */
    @WithDefault("10000")
    int maxWorkloadPairs();

    /**
     * How many biflows an open window holds on each flow partition, to count a packet once that several observation points
     * saw: some 200 bytes for each point that saw it, four points on average. Past it, what comes new is counted at each point. 0
     * or more.
     */
    @WithDefault("200000")
    int maxFlows();

    /** The same, checked. */
    default GrainLimits limits() {
        return new GrainLimits(
                topConversations(), maxConversations(), maxApplications(), maxWorkloadPairs(), maxFlows());
    }
}
