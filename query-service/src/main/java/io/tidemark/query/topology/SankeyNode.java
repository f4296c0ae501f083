package io.tidemark.query.topology;

/**
 * What of the traffic has one value of a dimension.
 *
 * @param layer  from 0
 * @param key    the value; null: all that is in no other node of the layer
 * @param name   for a person
 * @param filter takes its traffic, in the filter language; null of the rest
 * @param value  the metric
 */
public record SankeyNode(int layer, String key, String name, String filter, long value) {}
