package io.tidemark.query.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.query.problem.MalformedParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private final List<Object> values = new ArrayList<>();

    @Test
    void aConditionBecomesSqlWithEachValueBound() {
        var sql = sql("src.namespace == \"shop\" && dst.port in [80, 443] && bytes > 1000000");

        assertThat(sql)
                .isEqualTo("(((NOT r.other AND (coalesce(src.namespace, '') = $1::text))"
                        + " AND (NOT r.other AND (r.server_port = ANY($2::bigint[]))))"
                        + " AND ((r.forward_bytes + r.reverse_bytes) > $3::bigint))");
        assertThat(values).hasSize(3).contains("shop", 1_000_000L);
        assertThat((Long[]) values.get(1)).containsExactly(80L, 443L);
    }

    @Test
    void anAddressIsComparedAsAnAddress() {
        assertThat(sql("src.addr in cidr(\"2001:DB8::/32\") || dst.addr == ip(\"10.0.0.1\")"))
                .contains("r.client BETWEEN $1::text::inet AND $2::text::inet", "r.server = $3::text::inet");
        assertThat(values)
                .containsExactly(
                        "2001:0db8:0000:0000:0000:0000:0000:0000",
                        "2001:0db8:ffff:ffff:ffff:ffff:ffff:ffff",
                        "10.0.0.1");
    }

    @Test
    void aComparisonOfEitherEndIsTrueOfOneOfThem() {
        assertThat(sql("!(any.namespace == \"shop\")"))
                .startsWith("(NOT ((CASE WHEN NOT r.other THEN coalesce(src.namespace, '') END = $1::text) OR (CASE")
                .endsWith("coalesce(dst.namespace, '') END = $2::text)))");
    }

    @Test
    void whatIsNegatedIsUnknownOfRowsThatDoNotTell() {
        assertThat(sql("dst.port == 443 && (dst.port == 80) == (protocol == \"tcp\")"))
                .startsWith(
                        "((NOT r.other AND (r.server_port = $1::bigint)) AND ((CASE WHEN NOT r.other THEN r.server_port END = $2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src.namespace == \"'; DROP TABLE ledger --\"",
                "src.namespace.contains(\"') OR true; --\")",
                "src.namespace in [\"$1\", \"a' OR 'a'='a\", \"\\\\\"]",
                "src.pod.matches(\"';--\")",
            })
    void whatIsHostileStaysData(String filter) {
        var sql = sql(filter);

        assertThat(sql).doesNotContain("DROP", "--", "OR").contains("$1::text");
        assertThat(values).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "src.namspace == \"shop\"~1~1~there is no field src.namspace~did you mean src.namespace?",
                "dst.port == 1 && namespace == \"a\"~1~18~there is no field namespace~did you mean src.namespace?",
                "src.addr == \"10.0.0.1\"~1~10~== does not take (address, string)~an address is written ip(\"10.0.0.1\"); addresses have ==, != and in",
                "src.addr in \"10.0.0.0/8\"~1~10~in does not take (address, string)~write cidr(\"10.0.0.0/8\"), or a list of ip(\"10.0.0.1\")",
                "src.addr == cidr(\"10.0.0.0/8\")~1~10~== does not take (address, network)~an address is in a network: src.addr in cidr(\"10.0.0.0/8\")",
                "src.addr in cidr(\"10.0.0.0\")~1~18~\"10.0.0.0\" is no network~such as cidr(\"10.0.0.0/8\") or cidr(\"2001:db8::/32\")",
                "src.addr == ip(\"localhost\")~1~16~\"localhost\" is no address~such as ip(\"10.0.0.1\") or ip(\"2001:db8::1\")",
                "dst.port = 443~1~10~a single = is no operator~equal is written ==",
                "dst.port == \"443\"~1~10~== does not take (int, string)~strings have quotes, numbers have none",
                "bytes > 1e6~1~7~> does not take (int, double)~numbers are whole: 1000000, not 1e6",
                "bytes / packets > 2~1~7~there is no operator /~there are ==, !=, <, <=, >, >=, in, &&, || and !",
                "src.pod.startWith(\"a\")~1~18~there is no function startWith~did you mean startsWith?",
                "src.pod.matches(\"(\")~1~17~the regular expression cannot be used: missing closing )~RE2's syntax, as far as PostgreSQL shares it",
                "dst.port in []~1~13~what follows in is a list of values, not empty~for example: dst.port in [80, 443]",
                "src.namespace~1~1~a filter is a condition, not a value of type string~compare it, as in dst.port == 443",
            })
    void whatIsWrongIsPointedAt(String filter, int line, int column, String reason, String hint) {
        var problem = catchThrowableOfType(MalformedParameter.class, () -> sql(filter));

        assertThat(problem).isNotNull();
        assertThat(problem.getMessage()).contains(reason);
        assertThat(problem.hint()).hasToString(hint);
        assertThat(problem.line() + ":" + problem.column()).isEqualTo(line + ":" + column);
    }

    @Test
    void theLineIsThatOfTheText() {
        var problem =
                catchThrowableOfType(MalformedParameter.class, () -> sql("dst.port == 443 &&\n  src.podd == \"a\""));

        assertThat(problem.line()).isEqualTo(2);
        assertThat(problem.column()).isEqualTo(3);
        assertThat(problem.hint()).hasToString("did you mean src.pod?");
    }

    @Test
    void aFieldThatTheRowsDoNotHaveIsNamedWithThoseThatHaveIt() {
        var filter = Filter.parse("protocol == \"tcp\" && src.pod == \"cart-0\"");

        assertThatThrownBy(() -> filter.condition(Grain.WORKLOAD_PAIR, value -> "?"))
                .isInstanceOf(MalformedParameter.class)
                .hasMessageStartingWith(
                        "filter: line 1, column 22: this answer is made of workload pairs, which have no src.pod;"
                                + " conversations have it (fields of workload pairs: {src,dst,any}.namespace, {src,dst,any}.workload, ");
    }

    @Test
    void theFirstGrainThatHasAllFieldsIsTaken() {
        Grain[] grains = {Grain.APPLICATION, Grain.WORKLOAD_PAIR, Grain.CONVERSATION};

        assertThat(Filter.parse("dst.port == 1").grain(grains)).isEqualTo(Grain.APPLICATION);
        assertThat(Filter.parse("any.namespace == \"a\"").grain(grains)).isEqualTo(Grain.WORKLOAD_PAIR);
        assertThat(Filter.parse("any.addr == ip(\"::1\")").grain(grains)).isEqualTo(Grain.CONVERSATION);
        assertThat(Filter.parse(" ").grain(grains)).isEqualTo(Grain.APPLICATION);
    }

    static List<String> tooMuch() {
        return List.of(
                "dst.port == 1" + " ".repeat(5000),
                "(".repeat(300) + "dst.port == 1" + ")".repeat(300),
                "!(".repeat(300) + "dst.port == 1" + ")".repeat(300),
                "src.pod.matches(\"" + "a".repeat(201) + "\")",
                "src.pod.matches(\"((a{20}){20}){20}\")",
                "src.pod.matches(\"(a)\\\\1\")",
                "src.pod.matches(\"a(?=b)\")",
                "src.pod.matches(\"\\\\ba\")",
                "src.pod.matches(\"a{,3}\")",
                "src.pod.matches(\"***:a\")",
                "src.pod.matches(\"[[=a=]]\")",
                "src.pod.matches(\"[[:alpha:]]\")",
                "src.pod.matches(src.node)",
                "src.pod == \"\\u0000\"",
                "[1].exists(x, x == 1)",
                "has(src.pod)",
                "type(1) == int");
    }

    @ParameterizedTest
    @MethodSource("tooMuch")
    void whatCostsTooMuchOrIsNotOfTheLanguageIsRefused(String filter) {
        assertThatThrownBy(() -> sql(filter)).isInstanceOf(MalformedParameter.class);
    }

    @Test
    void aLongChainOfConditionsIsNoDeepOne() {
        var chain = String.join(" || ", java.util.Collections.nCopies(200, "dst.port == 1"));

        assertThat(sql(chain)).contains("$200::bigint");
    }

    @Test
    void inMemoryWhatIsUnknownIsNotTaken() {
        var filter = Filter.parse("node == \"node-a\" && dropped_packets > 0 || active_flows > 5")
                .inMemory(Grain.PULSE);

        assertThat(filter.test(Map.of("node", "node-a", "dropped_packets", 1L, "active_flows", 1L)))
                .isTrue();
        assertThat(filter.test(Map.of("node", "node-b", "active_flows", 6L))).isTrue();
        assertThat(filter.test(Map.of("node", "node-b", "active_flows", 5L))).isFalse();
        assertThat(filter.test(Map.of("node", "node-a"))).isFalse();
    }

    private String sql(String filter) {
        return Filter.parse(filter).condition(Grain.CONVERSATION, value -> {
            values.add(value);
            return "$" + values.size();
        });
    }
}
