package io.tidemark.query.ledger;

import io.tidemark.query.range.Answer;
import java.time.Instant;
import java.util.List;

/**
 * A page of nodes.
 *
 * @param from         the range is [from, to) on the start of windows
 * @param to           exclusive
 * @param complete     a window was recorded, and each that was is here, from every node
 * @param missingNodes nodes without which a window was closed
 * @param recordedFrom start of the first window that is here, before which nothing is known; null: nothing is known of all of the range
 * @param recordedTo   end of the last one, from which on nothing is known; null: as above
 * @param totalRows    how many there are on all pages
 * @param rows         by node and source
 * @param next         give it as cursor for the next page; null: this is the last one
 */
public record Nodes(
        Instant from,
        Instant to,
        boolean complete,
        List<String> missingNodes,
        Instant recordedFrom,
        Instant recordedTo,
        long totalRows,
        List<Node> rows,
        String next)
        implements Answer {}
