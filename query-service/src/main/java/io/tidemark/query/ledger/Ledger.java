package io.tidemark.query.ledger;

import io.tidemark.query.range.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The equation of a range: received = persisted + sum of other.
 *
 * @param from         the range is [from, to) on the start of windows
 * @param to           exclusive
 * @param complete     a window was recorded, and each that was is here, from every node
 * @param missingNodes nodes without which a window was closed
 * @param recordedFrom start of the first window that is here, before which nothing is known; null: nothing is known of all of the range
 * @param recordedTo   end of the last one, from which on nothing is known; null: as above
 * @param received     what the observation points received, from the ledger rows
 * @param persisted    what is in flows, summed from the application rows that answers are made of
 * @param other        what is in no flow, by cause
 * @param unexplained  received - persisted - sum of other; zero, or something was lost or is still on its way
 * @param windows      how many windows, of all sources
 * @param flows        flow records
 * @param nodes        the equation of each node, by name
 */
public record Ledger(
        Instant from,
        Instant to,
        boolean complete,
        List<String> missingNodes,
        Instant recordedFrom,
        Instant recordedTo,
        Amount received,
        Amount persisted,
        Map<String, Amount> other,
        Amount unexplained,
        long windows,
        long flows,
        List<NodeLedger> nodes)
        implements Answer {}
