package io.tidemark.query.ledger;

import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.range.Asked;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
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
    private static final String SEPARATOR = "\0"; // in no text of PostgreSQL

    String text() {
        var plain = String.join(SEPARATOR, from.toString(), to.toString(), node, source);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** Null where there is none. */
    static NodeCursor parse(String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            var fields = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(SEPARATOR, -1);
            return new NodeCursor(Instant.parse(fields[0]), Instant.parse(fields[1]), fields[2], fields[3]);
        } catch (RuntimeException e) {
            throw new MalformedParameter("cursor", "is not the next of an earlier answer");
        }
    }

    Asked asked(List<String> sources) {
        return new Asked(from, to, sources);
    }

    boolean isBefore(Node row) {
        int byNode = row.node().compareTo(node);
        return byNode > 0 || byNode == 0 && row.source().compareTo(source) > 0;
    }
}
