package io.tidemark.contract.topic;

/** Names of the consumer groups whose lag says how far behind the pipeline is. */
public final class ConsumerGroups {
    /** aggregator-service on tidemark.flows.v1. */
    public static final String AGGREGATOR = "tidemark-aggregator";

    /** query-service on tidemark.summaries.v1. */
    public static final String QUERY = "tidemark-query";

    private ConsumerGroups() {}
}
