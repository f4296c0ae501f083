package io.tidemark.query.ledger;

import io.tidemark.query.range.Asked;
import io.tidemark.query.reply.CursorText;
import java.time.Instant;
import java.util.List;

/**
 * Where a page of nodes ended: the next one starts after it, whatever was inserted meanwhile.
 *
 * @param from   the first page's range
 * @param to     exclusive
 * @param node   the last row's
 * @param source the last row's
 */
record NodeCursor(Instant from, Instant to, String node, String source) {
    String text() {
        return CursorText.of(List.of(from.toString(), to.toString(), node, source));
    }

    /** As {@link CursorText#parse}. */
    static NodeCursor parse(String text) {
        return CursorText.parse(
                text,
                fields -> new NodeCursor(
                        Instant.parse(fields.get(0)), Instant.parse(fields.get(1)), fields.get(2), fields.get(3)));
    }

    Asked asked(List<String> sources) {
        return new Asked(from, to, sources);
    }

    boolean isBefore(Node row) {
        int byNode = row.node().compareTo(node);
        return byNode > 0 || byNode == 0 && row.source().compareTo(source) > 0;
    }
}
