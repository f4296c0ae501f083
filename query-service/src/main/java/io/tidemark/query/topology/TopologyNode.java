package io.tidemark.query.topology;

import io.tidemark.query.grouping.Group;
import io.tidemark.query.grouping.Volume;

/**
 * One who talks.
 *
 * @param key        known by it over all answers
 * @param name       for a person
 * @param filter     takes its traffic, in the filter language
 * @param value      the metric over all its traffic, also on edges that are not told; what it talks to itself counts once
 * @param packets    both ways
 * @param bytes      IP length, both ways
 * @param frameBytes on the wire, both ways
 * @param flows      flow records
 */
public record TopologyNode(
        String key, String name, String filter, long value, long packets, long bytes, long frameBytes, long flows) {
    static TopologyNode of(Group group, long value, Volume volume) {
        return new TopologyNode(
                group.key(),
                group.name(),
                group.filter(),
                value,
                volume.packets(),
                volume.bytes(),
                volume.frameBytes(),
                volume.flows());
    }
}
