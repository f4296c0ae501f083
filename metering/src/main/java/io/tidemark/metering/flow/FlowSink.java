package io.tidemark.metering.flow;

import io.tidemark.metering.ledger.Ledger;
import java.util.List;

/** Takes what leaves the flow table, on the meter's thread, in this order: flows of a window, then the window's end. */
public interface FlowSink {
    /** A record: what one biflow carried in one window at one point. The view is re-aimed after the call. */
    void flow(FlowRecord flow);

    /**
     * All records of this window so far have been given. A window comes again here if packets of it arrive later (a file
     * out of order); then the ledgers tell what was counted since.
     *
     * @param windowStart ns since 1970
     * @param ledgers     one for each observation point that counted anything in this window since its last end, at the
     *                    point's index; null where there was nothing. The sink may keep and change them.
     */
    void windowEnd(long windowStart, List<Ledger> ledgers);

    /** Nothing will follow: the domain says goodbye. */
    void end();
}
