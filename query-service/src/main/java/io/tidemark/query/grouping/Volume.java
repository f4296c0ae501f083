package io.tidemark.query.grouping;

import io.vertx.mutiny.sqlclient.Row;

/**
 * How much traffic, both ways.
 *
 * @param packets              number
 * @param bytes                IP length
 * @param frameBytes           on the wire
 * @param flows                flow records
 * @param retransmittedPackets TCP segments sent again
 */
public record Volume(long packets, long bytes, long frameBytes, long flows, long retransmittedPackets) {
    static final Volume NONE = new Volume(0, 0, 0, 0, 0);

    /** Reads the sums that {@link Cells#withVolume} makes. */
    public static Volume of(Row row) {
        return new Volume(
                row.getLong("packets"),
                row.getLong("bytes"),
                row.getLong("frame_bytes"),
                row.getLong("flows"),
                row.getLong("retransmitted_packets"));
    }

    Volume plus(Volume more) {
        return new Volume(
                packets + more.packets,
                bytes + more.bytes,
                frameBytes + more.frameBytes,
                flows + more.flows,
                retransmittedPackets + more.retransmittedPackets);
    }
}
