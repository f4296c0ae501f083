package io.tidemark.query.topology;

import io.tidemark.query.filter.Grain;
import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.range.Answer;
import java.time.Instant;
import java.util.List;

/**
 * Traffic as it runs through dimensions, one after the other. The nodes of each layer add up to the total, and so do the links
 * between two layers.
 *
 * @param from         the range is [from, to) on the start of windows
 * @param to           exclusive
 * @param by           the layers, in order
 * @param metric       what nodes and links are weighed by
 * @param unit         of the metric
 * @param grain        the rows that it is made of
 * @param complete     a window was recorded, and each that was is here, from every node
 * @param missingNodes observation domains without which a window was closed
 * @param recordedFrom start of the first window that is here, before which nothing is known; null: nothing is known of all of the range
 * @param recordedTo   end of the last one, from which on nothing is known; null: as above
 * @param total        the metric over all traffic of the range
 * @param nodes        by layer, largest first, the rest last
 * @param links        by the layer they come from, largest first
 */
public record Sankey(
        Instant from,
        Instant to,
        List<Dimension> by,
        Metric metric,
        String unit,
        Grain grain,
        boolean complete,
        List<String> missingNodes,
        Instant recordedFrom,
        Instant recordedTo,
        long total,
        List<SankeyNode> nodes,
        List<SankeyLink> links)
        implements Answer {}
