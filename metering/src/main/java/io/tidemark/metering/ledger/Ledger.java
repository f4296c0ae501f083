package io.tidemark.metering.ledger;

/**
 * What happened to the packets of one observation point in one window: received = metered + sum over causes, always.
 * Bytes are frame bytes on the wire. One thread writes it.
 */
public final class Ledger {
    private static final int CAUSES = Cause.values().length;

    private long meteredPackets;
    private long meteredBytes;
    private final long[] packets = new long[CAUSES];
    private final long[] bytes = new long[CAUSES];

    public void metered(long packetCount, long frameBytes) {
        meteredPackets += packetCount;
        meteredBytes += frameBytes;
    }

    public void dropped(Cause cause, long packetCount, long frameBytes) {
        packets[cause.ordinal()] += packetCount;
        bytes[cause.ordinal()] += frameBytes;
    }

    /** Packets that were metered are in no record after all: they move from metered to the cause. */
    public void lost(Cause cause, long packetCount, long frameBytes) {
        meteredPackets -= packetCount;
        meteredBytes -= frameBytes;
        dropped(cause, packetCount, frameBytes);
    }

    public long meteredPackets() {
        return meteredPackets;
    }

    public long meteredBytes() {
        return meteredBytes;
    }

    public long droppedPackets(Cause cause) {
        return packets[cause.ordinal()];
    }

    public long droppedBytes(Cause cause) {
        return bytes[cause.ordinal()];
    }

    public long receivedPackets() {
        return meteredPackets + sum(packets);
    }

    public long receivedBytes() {
        return meteredBytes + sum(bytes);
    }

    /** Adds all that the other ledger counted. */
    public void add(Ledger other) {
        meteredPackets += other.meteredPackets;
        meteredBytes += other.meteredBytes;
        for (int i = 0; i < CAUSES; i++) {
            packets[i] += other.packets[i];
            bytes[i] += other.bytes[i];
        }
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
