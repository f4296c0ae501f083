package io.tidemark.query.topology;

import io.tidemark.query.filter.Grain;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.range.Answer;
import java.time.Instant;
import java.util.List;

/**
 * Who talks to whom, as a graph.
 *
 * @param from         the range is [from, to) on the start of windows
 * @param to           exclusive
 * @param by           what the nodes are
 * @param metric       what edges and nodes are weighed by
 * @param unit         of the metric
 * @param grain        the rows that it is made of
 * @param complete     a window was recorded, and each that was is here, from every node
 * @param missingNodes observation domains without which a window was closed
 * @param recordedFrom start of the first window that is here, before which nothing is known; null: nothing is known of all of the range
 * @param recordedTo   end of the last one, from which on nothing is known; null: as above
 * @param total        the metric over all traffic of the range
 * @param totalEdges   how many edges there are
 * @param nodes        the ends of the edges, largest first
 * @param edges        largest first
 * @param other        the metric over all traffic that is on no edge that is told
 */
public record Topology(
        Instant from,
        Instant to,
        Level by,
        Metric metric,
        String unit,
        Grain grain,
        boolean complete,
        List<String> missingNodes,
        Instant recordedFrom,
        Instant recordedTo,
        long total,
        long totalEdges,
        List<TopologyNode> nodes,
        List<TopologyEdge> edges,
        long other)
        implements Answer {}
