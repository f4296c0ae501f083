package io.tidemark.query.live;

import java.time.Instant;
import java.util.List;

/**
 * A window that is in the store, from every partition that its neighbours came from.
 *
 * @param source       window group: "live", or a file's node name
 * @param windowStart  it is [windowStart, windowEnd)
 * @param windowEnd    exclusive
 * @param closedAt     when the aggregator closed it last
 * @param complete     every live node had marked it
 * @param missingNodes nodes without which it was closed
 * @param flows        flow records
 * @param packets      both ways
 * @param bytes        IP length, both ways
 * @param frameBytes   on the wire, both ways
 */
public record WindowEvent(
        String source,
        Instant windowStart,
        Instant windowEnd,
        Instant closedAt,
        boolean complete,
        List<String> missingNodes,
        long flows,
        long packets,
        long bytes,
        long frameBytes) {}
