package io.tidemark.query.traffic;

import io.tidemark.query.protocol.Protocol;
import java.util.List;

/**
 * A conversation with its place in the list.
 *
 * @param cursor give it as cursor for what comes after it
 */
public record ConversationEdge(String cursor, Conversation node) {
    static List<ConversationEdge> of(Conversations page) {
        return page.rows().stream()
                .map(row -> new ConversationEdge(cursor(page, row).text(), row))
                .toList();
    }

    private static Cursor cursor(Conversations page, Conversation row) {
        long value =
                switch (page.sort()) {
                    case BYTES -> row.bytes();
                    case PACKETS -> row.packets();
                    case FLOWS -> row.flows();
                };
        return new Cursor(
                page.from(),
                page.to(),
                page.sort(),
                page.totalRows(),
                value,
                row.client(),
                row.server(),
                row.serverPort(),
                Protocol.number(row.protocol()));
    }
}
