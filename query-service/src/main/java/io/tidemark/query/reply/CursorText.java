package io.tidemark.query.reply;

import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.text.Text;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** How cursors look outside: their fields in one word that is opaque to clients and needs no escape in a URL. */
public final class CursorText {
    private static final String SEPARATOR = "\0"; // in no text of PostgreSQL

    private CursorText() {}

    public static String of(List<String> fields) {
        var plain = String.join(SEPARATOR, fields).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
    }

    /**
     * The cursor that this is the text of; null where there is none.
     *
     * @param of makes it of its fields; what it throws means that they are none of ours
     * @throws MalformedParameter if it is none of ours
     */
    public static <T> T parse(String text, Function<List<String>, T> of) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            var plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            return of.apply(List.of(plain.split(SEPARATOR, -1)));
        } catch (RuntimeException e) {
            throw new MalformedParameter("cursor", Text.of("is not the next of an earlier answer"));
        }
    }
}
