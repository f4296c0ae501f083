package io.tidemark.capture.capture;

import io.tidemark.metering.record.Domain;
import java.util.List;

/**
 * How far a domain's meter has come; taken by the meter's thread about ten times a second, read by any.
 *
 * @param domain      whose meter it is
 * @param frames      frames that came since the domain began, those that a filter did not want too
 * @param packetTime  packet time of the newest frame, ns since 1970; {@link Long#MIN_VALUE} before the first
 * @param activeFlows biflows in the flow table
 * @param points      what each observation point counted since the domain began
 */
public record Reading(Domain domain, long frames, long packetTime, int activeFlows, List<Point> points) {
    /**
     * An observation point's counts; bytes are frame bytes.
     *
     * @param name of the point
     */
    public record Point(
            String name, long receivedPackets, long receivedBytes, long meteredPackets, long meteredBytes) {}

    /** True once a frame has come. */
    public boolean begun() {
        return packetTime != Long.MIN_VALUE;
    }
}
