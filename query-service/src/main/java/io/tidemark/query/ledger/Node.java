package io.tidemark.query.ledger;

import java.time.Instant;

/**
 * One node in one source, over a range.
 *
 * @param node           observation domain
 * @param source         window group: "live", or the file's node name
 * @param state          how it stands to the newest windows of its source
 * @param firstWindow    start of its first window in the range, as exact as a 360th of the range; null: it has none
 * @param lastWindow     start of its last one, as exact; null: it has none
 * @param windows        how many it has
 * @param missingWindows how many were closed without it; in a range longer than an hour those of one minute, or longer, count once
 * @param lastMissing    start of the last of them; null: there is none
 * @param ledger         its equation, over all sources of the range; null: it has none
 */
public record Node(
        String node,
        String source,
        NodeState state,
        Instant firstWindow,
        Instant lastWindow,
        long windows,
        long missingWindows,
        Instant lastMissing,
        NodeLedger ledger) {}
