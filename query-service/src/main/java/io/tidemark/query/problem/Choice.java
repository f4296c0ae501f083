package io.tidemark.query.problem;

import io.tidemark.query.text.Text;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A value out of a set that a parameter may have; written in lower case. */
public interface Choice {
    String name();

    /** As in requests and answers. */
    default String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The choice with this label; the given one where the parameter is absent. */
    static <E extends Enum<E> & Choice> E of(Class<E> type, String parameter, String text, E absent) {
        if (text == null || text.isEmpty()) {
            return absent;
        }
        var choices = type.getEnumConstants();
        return Arrays.stream(choices)
                .filter(choice -> choice.label().equals(text))
                .findFirst()
                .orElseThrow(() -> new MalformedParameter(
                        parameter,
                        Text.of(
                                "\"%s\" is none of %s",
                                text, Arrays.stream(choices).map(Choice::label).collect(Collectors.joining(", ")))));
    }
}
