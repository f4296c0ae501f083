package io.tidemark.query.text;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The languages that answers can be in, beside codes, names and numbers, which are the same in all. */
public final class Languages {
    /** English is what there is where none of them is wanted. */
    public static final List<Locale> SPOKEN = List.of(Locale.ENGLISH, Locale.CHINESE);

    private static final Map<String, String> CHINESE = read("zh.json");

    private Languages() {}

    /**
     * The one that is wanted most (RFC 9110, section 12.5.4; RFC 4647, section 3.4).
     *
     * @param acceptLanguage the header; null, or what is none: English
     */
    public static Locale wanted(String acceptLanguage) {
        if (acceptLanguage == null) {
            return Locale.ENGLISH;
        }
        try {
            var found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), SPOKEN);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException e) {
            return Locale.ENGLISH;
        }
    }

    /** The English pattern in another language. */
    static String pattern(Locale language, String english) {
        return language.equals(Locale.CHINESE) ? CHINESE.getOrDefault(english, english) : english;
    }

    private static Map<String, String> read(String name) {
        try (var in = Languages.class.getResourceAsStream(name)) {
            return new ObjectMapper().readValue(in, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read".formatted(name), e);
        }
    }
}
