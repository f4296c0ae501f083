package io.tidemark.query.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every text in the code has its Chinese, and no Chinese stands there for a text that has gone. */
class TextTest {
    private static final Path CODE = Path.of("src/main/java");
    private static final Pattern CALL = Pattern.compile("\\bText\\s*\\.of\\(\\s*");
    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern FILLED_IN = Pattern.compile("%(?:\\d\\$)?([a-z%])");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyTextOfTheCodeIsInEveryLanguage() throws IOException {
        var chinese = chinese();

        assertThat(chinese.keySet()).containsExactlyInAnyOrderElementsOf(patterns());
    }

    @Test
    void aTranslationFillsInTheSame() throws IOException {
        chinese()
                .forEach((english, chinese) -> assertThat(filledIn(chinese))
                        .as(english)
                        .containsExactlyInAnyOrderElementsOf(filledIn(english)));
    }

    @Test
    void whatIsFilledInIsInTheSameLanguage() {
        var text = Text.of(
                "fields of %s: %s", Text.of("workload pairs"), "src.namespace"); // names are the same in all languages

        assertThat(text).hasToString("fields of workload pairs: src.namespace");
        assertThat(text.in(Locale.CHINESE)).isEqualTo("工作负载对的字段：src.namespace");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                              | en
                    *                         | en
                    zh-CN,zh;q=0.9,en;q=0.8   | zh
                    zh-Hans                   | zh
                    en-GB,zh;q=0.5            | en
                    de,fr;q=0.9               | en
                    de,zh;q=0.9,en;q=0.1      | zh
                    nonsense;;q=x             | en
                    """)
    void theLanguageIsTheOneThatIsWantedMost(String header, String language) {
        assertThat(Languages.wanted(header).getLanguage()).isEqualTo(language);
    }

    private static Map<String, String> chinese() throws IOException {
        try (var in = Text.class.getResourceAsStream("zh.json")) {
            return JSON.readValue(in, new TypeReference<>() {});
        }
    }

    /** A call without a literal is a text that nobody can translate. */
    private static Set<String> patterns() throws IOException {
        var patterns = new TreeSet<String>();
        try (var files = Files.walk(CODE)) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                var code = Files.readString(file);
                var call = CALL.matcher(code);
                while (call.find()) {
                    var literal = LITERAL.matcher(code).region(call.end(), code.length());
                    assertThat(literal.lookingAt())
                            .as(
                                    "%s: Text.of(%s",
                                    file, code.substring(call.end(), Math.min(code.length(), call.end() + 40)))
                            .isTrue();
                    patterns.add(JSON.readValue(literal.group(), String.class));
                }
            }
        }
        return patterns;
    }

    private static List<String> filledIn(String pattern) {
        return FILLED_IN.matcher(pattern).results().map(match -> match.group(1)).toList();
    }
}
