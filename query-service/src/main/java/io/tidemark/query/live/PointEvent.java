package io.tidemark.query.live;

/**
 * What one observation point counted in the interval; bytes are frame bytes.
 *
 * @param point           its name
 * @param droppedPackets  received - metered
 */
public record PointEvent(
        String point,
        long receivedPackets,
        long receivedBytes,
        long meteredPackets,
        long meteredBytes,
        long droppedPackets) {}
