package io.tidemark.query.ledger;

import java.util.List;

/**
 * A node with its place in the list.
 *
 * @param cursor give it as cursor for what comes after it
 */
public record NodeEdge(String cursor, Node node) {
    static List<NodeEdge> of(Nodes page) {
        return page.rows().stream()
                .map(row -> new NodeEdge(new NodeCursor(page.from(), page.to(), row.node(), row.source()).text(), row))
                .toList();
    }
}
