package io.tidemark.query.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.query.filter.Field;
import io.tidemark.query.filter.Fields;
import io.tidemark.query.filter.Filter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DimensionTest {
    @Test
    void thereIsOneForEachFieldThatCanBeGrouped() {
        assertThat(Arrays.stream(Dimension.values()).map(Dimension::label))
                .containsExactlyInAnyOrderElementsOf(Fields.all().stream()
                        .filter(Field::isGrouped)
                        .map(Field::name)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "PROTOCOL, tcp, TCP",
        "PROTOCOL, ip/253, IP 253",
        "APPLICATION, tcp/443, https",
        "APPLICATION, tcp/12345, tcp/12345",
        "APPLICATION, icmp, ICMP",
        "APPLICATION, ip/253, IP 253",
        "SRC_AS_NUMBER, 64496, AS64496",
        "SRC_AS_NUMBER, 0, (none)",
        "ANY_NAMESPACE, '', (none)",
        "DST_PORT, 443, 443",
    })
    void aValueHasANameForAPerson(Dimension dimension, String value, String name) {
        assertThat(dimension.name(value)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\"b", "back\\slash", "tab\tline\nnul-like\u0001", "Ä\uD83D\uDE00"})
    void anyTextIsWrittenInAFilter(String value) {
        var filter = new Grouping(List.of(Dimension.SRC_POD)).condition(List.of(value));

        assertThat(Filter.parse(filter).isAll()).isFalse();
    }

    @Test
    void severalOfEitherEndHaveNoFilter() {
        var grouping = new Grouping(List.of(Dimension.ANY_NAMESPACE, Dimension.ANY_POD));

        assertThat(grouping.condition(List.of("shop", "cart-0"))).isNull();
    }
}
