package io.tidemark.capture.capture;

import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.ledger.Ledger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the ledgers of all windows cut so far add up to, over all domains of this process: received = metered + drops by
 * cause. A packet is counted when its window is cut, since only then it is known what became of it. Written by the meter's
 * thread, read by any.
 */
final class Totals {
    private static final int METERED = Cause.values().length;

    private final AtomicLongArray packets = new AtomicLongArray(METERED + 1);
    private final AtomicLongArray bytes = new AtomicLongArray(METERED + 1);

    void add(Ledger ledger) {
        packets.addAndGet(METERED, ledger.meteredPackets());
        bytes.addAndGet(METERED, ledger.meteredBytes());
        for (Cause cause : Cause.values()) {
            packets.addAndGet(cause.ordinal(), ledger.droppedPackets(cause));
            bytes.addAndGet(cause.ordinal(), ledger.droppedBytes(cause));
        }
    }

    long receivedPackets() {
        return sum(packets);
    }

    long receivedBytes() {
        return sum(bytes);
    }

    long meteredPackets() {
        return packets.get(METERED);
    }

    long meteredBytes() {
        return bytes.get(METERED);
    }

    long droppedPackets(Cause cause) {
        return packets.get(cause.ordinal());
    }

    long droppedBytes(Cause cause) {
        return bytes.get(cause.ordinal());
    }

    private static long sum(AtomicLongArray counts) {
        long sum = 0;
        for (int i = 0; i < counts.length(); i++) {
            sum += counts.get(i);
        }
        return sum;
    }
}
