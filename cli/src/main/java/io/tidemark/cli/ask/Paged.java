package io.tidemark.cli.ask;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer that comes in pages.
 *
 * @param answer the last page asked for: what all pages have in common
 * @param rows   of all pages
 */
record Paged(JsonNode answer, List<JsonNode> rows) {
    /** Most rows that a page can have. */
    static final int PAGE = 1000;

    /** Asks for page after page. @param limit rows at most */
    static Paged of(Server server, Question question, int limit) throws IOException {
        var rows = new ArrayList<JsonNode>();
        var answer = server.ask(question.instead("limit", Math.min(PAGE, limit)));
        answer.path("rows").forEach(rows::add);
        while (rows.size() < limit && answer.path("next").isTextual()) {
            answer = server.ask(question.instead("cursor", answer.path("next").asText())
                    .instead("limit", Math.min(PAGE, limit - rows.size())));
            answer.path("rows").forEach(rows::add);
        }
        return new Paged(answer, rows);
    }
}
