package io.tidemark.query.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.query.problem.MalformedParameter;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is written where a filter should be: it is one, or it is refused with a place in it. */
class FilterTextTest {
    private static final List<String> WORDS = Stream.concat(
                    Fields.all().stream().map(Field::name),
                    Stream.of(
                            "==",
                            "!=",
                            "<",
                            ">=",
                            "in",
                            "&&",
                            "||",
                            "!",
                            "-",
                            "+",
                            "?",
                            ":",
                            "(",
                            ")",
                            "[",
                            "]",
                            "{",
                            "}",
                            ",",
                            ".",
                            "\"a\"",
                            "'",
                            "\"",
                            "r\"\\d\"",
                            "b\"a\"",
                            "1",
                            "0x1F",
                            "1u",
                            "1.5",
                            "null",
                            "true",
                            "false",
                            "ip(\"::1\")",
                            "cidr(\"10.0.0.0/8\")",
                            "ip",
                            "contains(",
                            ".contains(\"a\")",
                            ".matches(\"a\")",
                            "has(",
                            "type(",
                            "size(",
                            "src",
                            "any",
                            "namespace",
                            "package",
                            "\n",
                            "\u00e4",
                            "\ud83d\ude00",
                            "\u0000",
                            "//",
                            "`",
                            "@in"))
            .toList();

    @Property(tries = 3000)
    void itIsAFilterOrRefused(@ForAll("texts") String text) {
        try {
            Filter.parse(text).grain(Grain.CONVERSATION);
            if (!Filter.parse(text).isAll()) {
                assertThat(Filter.parse(text).condition(Grain.CONVERSATION, _ -> "?"))
                        .isNotEmpty();
            }
        } catch (MalformedParameter refused) {
            assertThat(refused.parameter()).isEqualTo("filter");
            assertThat(refused.line()).isBetween(1, (int) text.lines().count() + 1);
            assertThat(refused.column()).isBetween(1, text.length() + 1);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of(WORDS).list().ofMaxSize(9).map(words -> String.join(" ", words)),
                Arbitraries.of(WORDS).list().ofMaxSize(9).map(words -> String.join("", words)),
                Arbitraries.strings().ofMaxLength(30));
    }
}
