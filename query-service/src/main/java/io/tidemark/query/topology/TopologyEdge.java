package io.tidemark.query.topology;

import io.tidemark.query.grouping.Group;
import io.tidemark.query.grouping.Volume;

/**
 * What one began with another.
 *
 * @param client               key of the node that began
 * @param server               key of the node that was asked
 * @param filter               takes its traffic, in the filter language
 * @param value                the metric
 * @param packets              both ways
 * @param bytes                IP length, both ways
 * @param frameBytes           on the wire, both ways
 * @param flows                flow records
 * @param retransmittedPackets TCP segments sent again
 */
public record TopologyEdge(
        String client,
        String server,
        String filter,
        long value,
        long packets,
        long bytes,
        long frameBytes,
        long flows,
        long retransmittedPackets) {
    static TopologyEdge of(Group group, long value, Volume volume) {
        return new TopologyEdge(
                group.values().get(0),
                group.values().get(1),
                group.filter(),
                value,
                volume.packets(),
                volume.bytes(),
                volume.frameBytes(),
                volume.flows(),
                volume.retransmittedPackets());
    }
}
