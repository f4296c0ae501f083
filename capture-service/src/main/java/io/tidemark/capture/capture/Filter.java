package io.tidemark.capture.capture;

import io.tidemark.metering.flow.Meter;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.source.Bpf;
import io.tidemark.metering.source.FrameHandler;

/** A BPF filter between a file and its meter; what it does not want is counted as filtered. One thread uses it. */
final class Filter implements AutoCloseable {
    private final Bpf bpf;

    /** @param expression pcap-filter(7); empty: everything passes, and libpcap is not needed */
    Filter(String expression) {
        this.bpf = expression.isEmpty() ? null : Bpf.compile(expression);
    }

    /** Who takes the frames that the meter shall see or count. */
    FrameHandler before(Meter meter) {
        return bpf == null ? meter : bpf.divide(meter, meter.dropping(Cause.FILTERED));
    }

    @Override
    public void close() {
        if (bpf != null) {
            bpf.close();
        }
    }
}
