package io.tidemark.query.ledger;

import java.util.Map;

/**
 * The equation of one node.
 *
 * @param node        observation domain
 * @param received    what its observation points received
 * @param persisted   summed from its node rows, less what was counted at another point
 * @param other       the rest, by cause
 * @param unexplained received - persisted - sum of other; zero, or something was lost
 * @param windows     how many windows it has rows of
 * @param flows       flow records
 */
public record NodeLedger(
        String node,
        Amount received,
        Amount persisted,
        Map<String, Amount> other,
        Amount unexplained,
        long windows,
        long flows) {}
