package io.tidemark.query.topology;

/**
 * What of the traffic has one value of a dimension and one of the next.
 *
 * @param layer of its source, from 0
 * @param source key of the node that it comes from; null: the rest
 * @param target key of the node of the next layer; null: the rest
 * @param value  the metric
 */
public record SankeyLink(int layer, String source, String target, long value) {}
