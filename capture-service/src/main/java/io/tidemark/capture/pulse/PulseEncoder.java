package io.tidemark.capture.pulse;

import io.tidemark.capture.capture.Reading;
import io.tidemark.contract.pulse.Pulse;
import io.tidemark.metering.record.Domain;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes pulses out of readings: the difference to the reading before. One thread uses it. */
final class PulseEncoder {
    private static final Reading.Point NOTHING = new Reading.Point("", 0, 0, 0, 0);

    private Domain domain;
    private long toldAt;
    private final Map<String, Reading.Point> told = new HashMap<>();

    /**
     * @param pendingBytes encoded batches that wait for the broker
     * @param nowNanos     the time of day in ns since 1970
     */
    byte[] encode(Reading reading, long pendingBytes, long nowNanos) {
        if (!reading.domain().equals(domain)) {
            domain = reading.domain();
            toldAt = nowNanos - 1_000_000_000L;
            told.clear();
        }
        var pulse = Pulse.newInstance()
                .setNode(domain.node())
                .setEpoch(domain.epoch())
                .setTimeNs(nowNanos)
                .setIntervalNs(Math.max(nowNanos - toldAt, 1))
                .setActiveFlows(reading.activeFlows())
                .setPendingBytes(pendingBytes);
        if (reading.begun()) {
            pulse.setPacketTimeNs(reading.packetTime());
        }
        byName(reading).forEach(point -> add(pulse, point));
        toldAt = nowNanos;
        return pulse.toByteArray();
    }

    /** An interface that was made anew under its old name is another point, but the same to the eye. */
    private static Collection<Reading.Point> byName(Reading reading) {
        var points = new LinkedHashMap<String, Reading.Point>();
        reading.points().forEach(point -> points.merge(point.name(), point, Reading.Point::plus));
        return points.values();
    }

    private void add(Pulse pulse, Reading.Point now) {
        var before = told.put(now.name(), now);
        if (before == null) {
            before = NOTHING;
        }
        long received = now.receivedPackets() - before.receivedPackets();
        long metered = now.meteredPackets() - before.meteredPackets();
        pulse.getMutablePoints()
                .next()
                .setPoint(now.name())
                .setReceivedPackets(received)
                .setReceivedBytes(now.receivedBytes() - before.receivedBytes())
                .setMeteredPackets(metered)
                .setMeteredBytes(now.meteredBytes() - before.meteredBytes())
                .setDroppedPackets(received - metered);
    }
}
