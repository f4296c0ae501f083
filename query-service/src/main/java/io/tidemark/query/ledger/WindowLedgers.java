package io.tidemark.query.ledger;

import java.time.Instant;
import java.util.List;

/**
 * The equation of each step of a range, latest first; steps of which nothing is known are left out.
 *
 * @param from         the range is [from, to) on the start of windows
 * @param to           exclusive
 * @param complete     every window of the range is here, from every node
 * @param missingNodes nodes without which a window was closed
 * @param stepSeconds  length of a step: one window, or longer where there were too many
 * @param node         whose equations they are; null: of all nodes together
 * @param rows         latest first
 */
public record WindowLedgers(
        Instant from,
        Instant to,
        boolean complete,
        List<String> missingNodes,
        long stepSeconds,
        String node,
        List<WindowLedger> rows) {}
