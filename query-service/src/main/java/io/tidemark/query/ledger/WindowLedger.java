package io.tidemark.query.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The equation of one step, mostly of one window.
 *
 * @param time         its start
 * @param received     what the observation points received
 * @param persisted    what is in flows
 * @param other        what is in no flow, by cause
 * @param unexplained  received - persisted - sum of other; zero, or something was lost or is still on its way
 * @param flows        flow records
 * @param missingNodes nodes without which a window of it was closed
 */
public record WindowLedger(
        Instant time,
        Amount received,
        Amount persisted,
        Map<String, Amount> other,
        Amount unexplained,
        long flows,
        List<String> missingNodes) {}
