package io.tidemark.query.ledger;

import java.time.Instant;
import java.util.List;

/**
 * A page of nodes.
 *
 * @param from         the range is [from, to) on the start of windows
 * @param to           exclusive
 * @param complete     every window of the range is here, from every node
 * @param missingNodes nodes without which a window was closed
 * @param totalRows    how many there are on all pages
 * @param rows         by node and source
 * @param next         give it as cursor for the next page; null: this is the last one
 */
public record Nodes(
        Instant from,
        Instant to,
        boolean complete,
        List<String> missingNodes,
        long totalRows,
        List<Node> rows,
        String next) {}
