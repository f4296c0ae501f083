package io.tidemark.query.text;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Something that is said to a person: a pattern in English, as {@link String#format} has it, and what is filled in. In code, logs and
 * tests it is English; who asks over HTTP hears it in a language of theirs. See {@link Languages}.
 *
 * @param pattern in English; what it is in another language stands under it in that language's file
 * @param values  names, numbers and instants, the same in all languages, or texts themselves
 */
public record Text(String pattern, List<Object> values) {
    /** The pattern is written where this is called, as a literal: a test compares all of them with the languages' files. */
    public static Text of(String pattern, Object... values) {
        return new Text(pattern, Collections.unmodifiableList(Arrays.asList(values)));
    }

    /** In one of {@link Languages#SPOKEN}. */
    public String in(Locale language) {
        var filled = values.stream()
                .map(value -> value instanceof Text text ? text.in(language) : value)
                .toArray();
        return Languages.pattern(language, pattern).formatted(filled);
    }

    /** In English. */
    @Override
    public String toString() {
        return in(Locale.ENGLISH);
    }
}
