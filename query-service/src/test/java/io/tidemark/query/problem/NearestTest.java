package io.tidemark.query.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> NAMES = List.of("filter", "format", "from", "limit", "src.port", "dst.port");

    @ParameterizedTest
    @CsvSource({
        "fliter, filter",
        "Filter, filter",
        "filtr, filter",
        "limits, limit",
        "form, from",
        "port, src.port",
        "dst.prot, dst.port",
    })
    void aNameThatIsNearlyRightIsToldRight(String name, String meant) {
        assertThat(Nearest.hint(name, NAMES))
                .hasValueSatisfying(
                        hint -> assertThat(hint.in(Locale.ENGLISH)).isEqualTo("did you mean " + meant + "?"));
    }

    @ParameterizedTest
    @CsvSource({"x", "sort", "retlif", "''"})
    void aNameThatIsLikeNoneIsNotGuessed(String name) {
        assertThat(Nearest.hint(name, NAMES)).isEmpty();
    }
}
