package io.tidemark.capture.capture;

import io.tidemark.metering.record.Domain;
import java.util.ArrayList;
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
    public record Point(String name, long receivedPackets, long receivedBytes, long meteredPackets, long meteredBytes) {
        /** Of two points, under this one's name. */
        public Point plus(Point other) {
            return new Point(
                    name,
                    receivedPackets + other.receivedPackets,
                    receivedBytes + other.receivedBytes,
                    meteredPackets + other.meteredPackets,
                    meteredBytes + other.meteredBytes);
        }
    }

    /** True once a frame has come. */
    public boolean begun() {
        return packetTime != Long.MIN_VALUE;
    }

    /**
     * What the workers of one domain counted together.
     *
     * @param workers at least one
     */
    static Reading sum(List<Reading> workers) {
        if (workers.size() == 1) {
            return workers.getFirst();
        }
        long frames = 0;
        long packetTime = Long.MIN_VALUE;
        int activeFlows = 0;
        var points = new ArrayList<Point>();
        for (Reading each : workers) {
            frames += each.frames;
            packetTime = Math.max(packetTime, each.packetTime);
            activeFlows += each.activeFlows;
            for (int i = 0; i < each.points.size(); i++) {
                if (i < points.size()) {
                    points.set(i, points.get(i).plus(each.points.get(i)));
                } else {
                    points.add(each.points.get(i));
                }
            }
        }
        return new Reading(workers.getFirst().domain, frames, packetTime, activeFlows, List.copyOf(points));
    }
}
