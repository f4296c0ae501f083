package io.tidemark.query.filter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.tidemark.query.Backends;
import io.tidemark.query.store.Schema;
import io.tidemark.query.store.TimePartitions;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are made of the rows that the filter takes, and what cannot be asked is told where and why. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class FilterQuarkusTest {
    private static final Instant DAY = Instant.parse("2003-03-03T00:00:00Z");
    private static final String SOURCE = "filter.pcap#0";

    @Inject
    Pool pool;

    @Inject
    Schema schema;

    @Inject
    TimePartitions partitions;

    /** cart to db and to nobody known, an address in the office to cart, and the rest: 1, 10, 100 and 1000 bytes each way. */
    @BeforeEach
    void fourConversationsAreThere() {
        schema.awaitMigrated();
        partitions.forget();
        partitions.ensure(List.of(DAY));
        run("""
                INSERT INTO endpoint VALUES
                  ('2003-03-03Z', 11, 'shop', 'Deployment', 'cart', '', '', '', '', '', '', 0, ''),
                  ('2003-03-03Z', 12, 'shop', 'StatefulSet', 'db', '', '', '', '', '', '', 0, ''),
                  ('2003-03-03Z', 13, '', '', '', '', '', '', '', 'office', '', 0, ''),
                  ('2003-03-03Z', 21, 'shop', 'Deployment', 'cart', 'cart-0', 'node-a', 'z1', 'cart', '', '', 0, '')
                ON CONFLICT DO NOTHING""");
        conversation(false, "10.0.0.1", "10.0.0.2", 5432, 6, 1, 21, 12);
        conversation(false, "10.0.0.1", "198.51.100.1", 443, 6, 10, 21, 0);
        conversation(false, "192.168.0.1", "10.0.0.1", 80, 6, 100, 13, 21);
        conversation(true, "::", "::", 0, 17, 1000, 0, 0);
        pair(false, 11, 12, 5432, 6, 1);
        pair(false, 11, 0, 443, 6, 10);
        pair(false, 13, 11, 80, 6, 100);
        pair(true, 0, 0, 0, 17, 1000);
        for (var row : List.of("6, 5432, false, 1", "6, 443, false, 10", "6, 80, false, 100", "17, 53, false, 1000")) {
            run(
                    "INSERT INTO application SELECT '2003-03-03T12:00:00Z', '%s', 0, 0, p, s, o, 1, 1, b, b, 1, b, b, 0, 0, 0 FROM (VALUES (%s)) v(p, s, o, b) ON CONFLICT DO NOTHING"
                            .formatted(SOURCE, row));
        }
        run(
                "INSERT INTO closed_window VALUES ('2003-03-03T12:00:00Z', '%s', 0, 0, '2003-03-03T12:00:10Z', true, now(), true) ON CONFLICT DO NOTHING"
                        .formatted(SOURCE));
    }

    @ParameterizedTest(name = "top by {0} where {1}: {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "protocol; dst.port in [80, 443]; 220",
                "protocol; protocol == \"udp\"; 2000",
                "protocol; any.namespace == \"shop\"; 222",
                "protocol; src.namespace == \"shop\" && dst.port == 443; 20",
                "application; src.addr in cidr(\"10.0.0.0/8\"); 22",
                "application; bytes > 150; 2200",
                "host; src.pod.startsWith(\"cart-\"); 22",
                "host; any.pod == \"cart-0\" && any.network == \"office\"; 200",
                "host; !(any.network == \"office\"); 22",
                "conversation; dst.namespace == \"\"; 20",
                "conversation; src.addr == ip(\"10.0.0.1\") || protocol == \"udp\"; 2022",
                "workload; src.network.matches(\"^off\"); 200",
                "namespace; dst.workload_kind.endsWith(\"Set\"); 2",
                "host; true; 2222",
                "host; dst.port == 1; 0",
            })
    void anAnswerIsMadeOfTheRowsTaken(String by, String filter, long total) {
        var top = get("top", Map.of("by", by, "filter", filter));
        var series = by.equals("host") || by.equals("conversation")
                ? null
                : get("timeseries", Map.of("by", by, "filter", filter));

        assertThat(top.getLong("total")).isEqualTo(total);
        if (series != null && !by.equals("workload") && !by.equals("namespace")) {
            assertThat(series.getList("series.total", Long.class).stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(total);
        }
    }

    @Test
    void aTimeseriesByWorkloadIsOfTheRowsTaken() {
        var series = get("timeseries", Map.of("by", "workload", "filter", "dst.port == 443"));

        assertThat(series.getList("series.key")).containsExactlyInAnyOrder("shop/Deployment/cart", "unknown");
        assertThat(series.getList("series.total", Long.class)).containsExactly(20L, 20L);
    }

    @Test
    void whatOnlyConversationsKnowIsAnsweredOfThemAndSaysSo() {
        var exact = get("top", Map.of("by", "workload"));
        var finer = get("top", Map.of("by", "workload", "filter", "src.pod == \"cart-0\""));

        assertThat(exact.getString("grain")).isEqualTo("workload_pair");
        assertThat(finer.getString("grain")).isEqualTo("conversation");
        assertThat(finer.getLong("total")).isEqualTo(22);
        assertThat(finer.getList("rows.key")).containsExactly("shop/Deployment/cart", "unknown", "shop/StatefulSet/db");
    }

    @Test
    void pagesOfConversationsAreOfTheRowsTaken() {
        var filter = "protocol == \"tcp\" && bytes < 100";
        var first = get("conversations", Map.of("filter", filter, "limit", "1"));
        var second = get("conversations", Map.of("filter", filter, "limit", "1", "cursor", first.getString("next")));

        assertThat(first.getLong("total_rows")).isEqualTo(2);
        assertThat(first.getList("rows.server")).containsExactly("198.51.100.1");
        assertThat(first.getLong("other.bytes")).isZero();
        assertThat(second.getList("rows.server")).containsExactly("10.0.0.2");
        assertThat(second.getString("next")).isNull();
    }

    @Test
    void graphqlTakesTheSameFilters() {
        var query = """
                query($f: String, $s: [String]) {
                  top(source: $s, filter: $f, by: PROTOCOL) { total }
                  timeseries(source: $s, filter: $f, by: []) { series { total } }
                  conversations(source: $s, filter: $f) { totalRows }
                }""";

        var answer = graphql(query, "any.namespace == \"shop\"");

        assertThat(answer.getLong("data.top.total")).isEqualTo(222);
        assertThat(answer.getLong("data.timeseries.series[0].total")).isEqualTo(222);
        assertThat(answer.getLong("data.conversations.totalRows")).isEqualTo(3);
    }

    @Test
    void whatIsWrongIsToldWithItsPlace() {
        var problem = given().queryParam("filter", "dst.port == 443 &&\n any.namspace == \"shop\"")
                .get("/api/v1/top")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .extract()
                .jsonPath();

        assertThat(problem.getString("parameter")).isEqualTo("filter");
        assertThat(problem.getInt("line")).isEqualTo(2);
        assertThat(problem.getInt("column")).isEqualTo(2);
        assertThat(problem.getString("hint")).isEqualTo("did you mean any.namespace?");
        assertThat(problem.getString("detail"))
                .isEqualTo("filter: line 2, column 2: there is no field any.namspace (did you mean any.namespace?)");
        assertThat(graphql("query($f: String, $s: [String]) { top(source: $s, filter: $f) { total } }", "any.x")
                        .getString("errors[0].message"))
                .startsWith("filter: line 1, column 1: there is no field any.x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "conversations; node == \"node-a\"; conversations, which have no node; pulses have it",
                "top?by=protocol; src.pod == \"a\" && node == \"b\"; applications, which have no src.pod; conversations have it",
                "live; dst.port == 443; pulses, which have no dst.port; applications and workload pairs and conversations have it",
            })
    void aFieldThatTheAnswersRowsDoNotHaveIsRefused(String path, String filter, String made, String others) {
        var problem = given().queryParam("filter", filter)
                .get("/api/v1/" + path)
                .then()
                .statusCode(400)
                .extract()
                .jsonPath();

        assertThat(problem.getString("detail")).contains("this answer is made of " + made + "; " + others);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src.namespace == \"x' OR '1'='1\"",
                "src.namespace.contains(\"'; DROP TABLE conversation; --\")",
                "src.namespace in [\"{x}\", \"a,b\", \"\\\"}\", \"NULL\", \"\\\\\"]",
                "src.pod.matches(\"'\\\\)--\")",
                "src.namespace == \"$1\" || src.namespace == \"\\u2028\\u00e4\\U0001F600\"",
            })
    void aHostileFilterIsData(String filter) {
        assertThat(get("conversations", Map.of("filter", filter)).getLong("total_rows"))
                .isZero();
        assertThat(get("conversations", Map.of()).getLong("total_rows")).isEqualTo(3);
    }

    @Test
    void anExpressionThatOnlyPostgresCannotReadIsTheAskersFault() {
        given().queryParam("source", SOURCE)
                .queryParam("filter", "src.pod.matches(\"[\\\\d-z]\")")
                .get("/api/v1/conversations")
                .then()
                .statusCode(400)
                .body("parameter", equalTo("filter"))
                .body("detail", containsString("PostgreSQL cannot use the regular expression"));
    }

    @Test
    void fieldsAreDescribed() {
        var fields =
                given().get("/api/v1/fields").then().statusCode(200).extract().jsonPath();

        assertThat(fields.getList("name"))
                .isEqualTo(Fields.all().stream().map(Field::name).toList());
        var port = fields.getMap("find { it.name == 'dst.port' }");
        assertThat(port)
                .containsEntry("type", "int")
                .containsEntry("grains", List.of("application", "workload_pair", "conversation"))
                .containsEntry("example", "dst.port in [80, 443]");
    }

    @Test
    void everyExampleOfThePageIsAnswered() throws IOException {
        var examples = FilterPageTest.examples();

        assertThat(examples).hasSizeGreaterThan(5);
        examples.forEach(example -> get("conversations", Map.of("filter", example)));
    }

    @Test
    void everyExampleOfAFieldIsAnswered() {
        for (var field : Fields.all()) {
            if (!field.isOf(Grain.PULSE)) {
                get("top", Map.of("by", "protocol", "filter", field.example()));
            }
        }
    }

    private static JsonPath graphql(String query, String filter) {
        return given().contentType("application/json")
                .body(Map.of("query", query, "variables", Map.of("f", filter, "s", List.of(SOURCE))))
                .post("/graphql")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath get(String path, Map<String, String> parameters) {
        return given().queryParam("source", SOURCE)
                .queryParams(parameters)
                .get("/api/v1/" + path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void conversation(
            boolean other, String client, String server, int port, int protocol, int bytes, long src, long dst) {
        run(
                "INSERT INTO conversation VALUES ('2003-03-03T12:00:00Z', '%s', 0, 0, '%s', '%s', %d, %d, %s, 1, 1, %d, %d, 1, %d, %d, 0, 0, 0, %d, %d, 0, '') ON CONFLICT DO NOTHING"
                        .formatted(
                                SOURCE, client, server, port, protocol, other, bytes, bytes, bytes, bytes, src, dst));
    }

    private void pair(boolean other, long client, long server, int port, int protocol, int bytes) {
        run(
                "INSERT INTO workload_pair VALUES ('2003-03-03T12:00:00Z', '%s', 0, 0, %d, %d, %d, %d, %s, 1, 1, %d, %d, 1, %d, %d, 0, 0, 0) ON CONFLICT DO NOTHING"
                        .formatted(SOURCE, client, server, protocol, port, other, bytes, bytes, bytes, bytes));
    }

    private void run(String sql) {
        pool.query(sql).execute().await().indefinitely();
    }
}
