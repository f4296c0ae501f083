package io.tidemark.cli.flows;

import io.tidemark.metering.flow.FlowRecord;
import io.tidemark.metering.ledger.Ledger;

/** How flows are written. One object writes all captures of a run, one after the other. */
interface Format {
    /** A record. {@code point} is the name of its observation point. */
    void flow(Capture capture, String point, FlowRecord flow);

    /** A capture is over: what became of all its packets. */
    void ledger(Capture capture, Ledger total, long flows);

    /** Hands over what is written so far, for who watches live. */
    void flush();

    /**
     * What is read.
     *
     * @param name     as the user gave it
     * @param windowed records are cut at windows
     * @param sampling one of so many packets was metered; 1: all. Counts are as observed
     */
    record Capture(String name, boolean windowed, int sampling) {}
}
