package io.tidemark.query.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tidemark.query.text.Text;

/**
 * A regular expression that RE2, which is CEL's, and PostgreSQL read alike: what they read differently is refused. RE2 has no
 * back references, so PostgreSQL needs none of the steps that take exponential time; repetitions are bounded.
 */
final class Expression {
    static final int LONGEST = 200;
    private static final int MOST_REPETITIONS = 250;
    private static final java.util.regex.Pattern BOUNDS =
            java.util.regex.Pattern.compile("\\{(\\d{1,4})(?:,(\\d{0,4}))?\\}");
    private static final String ESCAPES = "dDwWsS";

    /** What is wrong with one. */
    static final class Unusable extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final transient Text reason;

        private Unusable(Text reason) {
            super(reason.toString());
            this.reason = reason;
        }

        Text reason() {
            return reason;
        }
    }

    private Expression() {}

    /** {@link Unusable} that says what is wrong with it. */
    static void check(String text) {
        if (text.length() > LONGEST) {
            throw new Unusable(Text.of("it is longer than %d characters", LONGEST));
        }
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new Unusable(Text.of("%s", e.getDescription()));
        }
        long repetitions = 1;
        boolean inSet = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                escape(text, ++i, inSet);
            } else if (inSet) {
                inSet = inside(text, i);
            } else if (c == '[') {
                inSet = true;
                // a ']' that comes first is one of the set's characters
                i += text.startsWith("[^]", i) ? 2 : text.startsWith("[]", i) || text.startsWith("[^", i) ? 1 : 0;
            } else if (c == '{') {
                repetitions *= repetition(text, i);
            } else if (c == '(' && text.startsWith("(?", i) && !text.startsWith("(?:", i)) {
                if (i > 0 || !text.startsWith("(?i)")) {
                    throw new Unusable(Text.of("of (?...) there is (?:...), and (?i) at the beginning"));
                }
            }
            if (repetitions > MOST_REPETITIONS) {
                throw new Unusable(Text.of("it repeats more than %d times", MOST_REPETITIONS));
            }
        }
    }

    private static void escape(String text, int at, boolean inSet) {
        char escaped = text.charAt(at); // RE2 has seen that there is one
        boolean known = inSet ? "dws".indexOf(escaped) >= 0 : ESCAPES.indexOf(escaped) >= 0;
        if (Character.isLetterOrDigit(escaped) && !known) {
            throw new Unusable(
                    Text.of("\\%c is not known; of \\ and a letter there are \\d \\D \\w \\W \\s \\S", escaped));
        }
    }

    /** False: the set ends here. */
    private static boolean inside(String text, int at) {
        if (text.startsWith("[.", at) || text.startsWith("[=", at)) {
            throw new Unusable(Text.of("[. and [= are not known"));
        }
        if (text.startsWith("[:", at)) {
            throw new Unusable(Text.of("of [:...:] use a range such as a-z"));
        }
        return text.charAt(at) != ']';
    }

    /** The most times that {n}, {n,} or {n,m} repeats. */
    private static long repetition(String text, int at) {
        var bounds = BOUNDS.matcher(text).region(at, text.length());
        if (!bounds.lookingAt()) {
            throw new Unusable(Text.of("a { that repeats nothing is written \\{"));
        }
        var most = bounds.group(2);
        return Math.max(1, Long.parseLong(most == null || most.isEmpty() ? bounds.group(1) : most));
    }
}
