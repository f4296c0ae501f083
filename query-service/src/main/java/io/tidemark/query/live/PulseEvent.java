package io.tidemark.query.live;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a node counted since its pulse before.
 *
 * @param node            observation domain
 * @param time            wall clock at the end of the interval
 * @param intervalSeconds length of the interval
 * @param packetTime      packet time the node has come to; of a replay not the wall clock
 * @param activeFlows     rows in its flow tables
 * @param pendingBytes    encoded batches that wait for the broker
 * @param points          its observation points
 */
public record PulseEvent(
        String node,
        Instant time,
        double intervalSeconds,
        Instant packetTime,
        long activeFlows,
        long pendingBytes,
        List<PointEvent> points) {
    /** By the names of filter's fields. */
    Map<String, Object> fields() {
        return Map.of(
                "node",
                node,
                "active_flows",
                activeFlows,
                "received_packets",
                points.stream().mapToLong(PointEvent::receivedPackets).sum(),
                "dropped_packets",
                points.stream().mapToLong(PointEvent::droppedPackets).sum());
    }
}
