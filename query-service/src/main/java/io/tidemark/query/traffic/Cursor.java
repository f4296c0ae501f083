package io.tidemark.query.traffic;

import io.tidemark.query.reply.CursorText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a page of conversations ended, and what it was a page of: the next one starts after it, whatever was inserted
 * meanwhile.
 *
 * @param from       the first page's range
 * @param to         exclusive
 * @param sort       the first page's order
 * @param totalRows  counted with the first page
 * @param value      of the last row
 * @param client     of the last row, as the three that follow
 */
record Cursor(
        Instant from,
        Instant to,
        ConversationSort sort,
        long totalRows,
        long value,
        String client,
        String server,
        int serverPort,
        int protocol) {
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f:.]{2,45}");

    String text() {
        return CursorText.of(List.of(
                from.toString(),
                to.toString(),
                sort.label(),
                Long.toString(totalRows),
                Long.toString(value),
                client,
                server,
                Integer.toString(serverPort),
                Integer.toString(protocol)));
    }

    /** As {@link CursorText#parse}. */
    static Cursor parse(String text) {
        return CursorText.parse(
                text,
                fields -> new Cursor(
                        Instant.parse(fields.get(0)),
                        Instant.parse(fields.get(1)),
                        ConversationSort.valueOf(fields.get(2).toUpperCase(Locale.ROOT)),
                        Long.parseLong(fields.get(3)),
                        Long.parseLong(fields.get(4)),
                        address(fields.get(5)),
                        address(fields.get(6)),
                        Integer.parseInt(fields.get(7)),
                        Integer.parseInt(fields.get(8))));
    }

    private static String address(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
