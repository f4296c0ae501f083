package io.tidemark.query.traffic;

import io.tidemark.query.problem.MalformedParameter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
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

    /** Opaque to clients. */
    String text() {
        var plain = String.join(
                "|",
                from.toString(),
                to.toString(),
                sort.label(),
                Long.toString(totalRows),
                Long.toString(value),
                client,
                server,
                Integer.toString(serverPort),
                Integer.toString(protocol));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** Null where there is none; {@link MalformedParameter} where it is none of ours. */
    static Cursor parse(String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            var fields = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\\|", -1);
            return new Cursor(
                    Instant.parse(fields[0]),
                    Instant.parse(fields[1]),
                    ConversationSort.valueOf(fields[2].toUpperCase(Locale.ROOT)),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[4]),
                    address(fields[5]),
                    address(fields[6]),
                    Integer.parseInt(fields[7]),
                    Integer.parseInt(fields[8]));
        } catch (RuntimeException e) {
            throw new MalformedParameter("cursor", "is not the next of an earlier answer");
        }
    }

    private static String address(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
