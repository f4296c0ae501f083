package io.tidemark.query.ledger;

import io.tidemark.query.range.Answer;
import java.time.Instant;
import java.util.List;

/**
 * The equation of each step of a range, latest first; steps of which nothing is known are left out.
 *
 * @param from         the range is [from, to) on the start of windows
 * @param to           exclusive
 * @param complete     a window was recorded, and each that was is here, from every node
 * @param missingNodes nodes without which a window was closed
 * @param recordedFrom start of the first window that is here, before which nothing is known; null: nothing is known of all of the range
 * @param recordedTo   end of the last one, from which on nothing is known; null: as above
 * @param stepSeconds  length of a step: one window, or longer where there were too many
 * @param node         whose equations they are; null: of all nodes together
 * @param rows         latest first
 */
public record WindowLedgers(
        Instant from,
        Instant to,
        boolean complete,
        List<String> missingNodes,
        Instant recordedFrom,
        Instant recordedTo,
        long stepSeconds,
        String node,
        List<WindowLedger> rows)
        implements Answer {}
