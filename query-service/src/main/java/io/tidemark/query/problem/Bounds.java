package io.tidemark.query.problem;

import io.tidemark.query.text.Text;

/** Numbers that parameters may be. */
public final class Bounds {
    private Bounds() {}

    /** Throws {@link MalformedParameter} unless it is between both, inclusive. */
    public static void check(String parameter, int value, int min, int max) {
        if (value < min || value > max) {
            throw new MalformedParameter(parameter, Text.of("%d is not between %d and %d", value, min, max));
        }
    }

    /** A number as the client wrote it; {@link MalformedParameter} where it is none. */
    public static int number(String parameter, String text, int absent) {
        if (text == null || text.isEmpty()) {
            return absent;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new MalformedParameter(parameter, Text.of("\"%s\" is no number", text));
        }
    }
}
