package io.tidemark.metering.flow;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.ledger.Ledger;
import io.tidemark.metering.source.FrameHandler;
import java.lang.foreign.MemorySegment;

/** The metering process (RFC 7011, 2.1): frames in, records of biflows out, cut at window edges. One thread calls it. */
public final class Meter implements FrameHandler {
    public Meter(Settings settings, FlowSink sink) {}

    @Override
    public void frame(int point, int linkType, long timeNanos, MemorySegment memory, long at, int captured, int wire) {
        throw new UnsupportedOperationException();
    }

    /** Counts packets that are in no flow, in the window of this time: what the kernel dropped, what a filter did not want. */
    public void drop(Cause cause, int point, long timeNanos, long packets, long frameBytes) {
        throw new UnsupportedOperationException();
    }

    /** A handler that counts frames under this cause and looks at nothing in them. */
    public FrameHandler dropping(Cause cause) {
        return (point, linkType, time, memory, at, captured, wire) -> drop(cause, point, time, 1, wire);
    }

    /**
     * The clock stands here, ns since 1970: windows that have ended are cut and given to the sink; the last of them even if
     * nothing was counted in it. Call it some hundred ms behind the time of day, so that packets still on the way arrive before.
     */
    public void advance(long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** The capture is over: every row and every open window goes to the sink, then its end. */
    public void finish(EndReason reason) {
        throw new UnsupportedOperationException();
    }

    /** Biflows in the table. */
    public int activeFlows() {
        return 0;
    }

    /** Observation points that counted anything so far: their indices are below this. */
    public int points() {
        return 0;
    }

    /** All that this point counted since the meter began; a copy. */
    public Ledger total(int point) {
        return new Ledger();
    }
}
