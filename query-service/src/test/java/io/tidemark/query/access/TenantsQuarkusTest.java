package io.tidemark.query.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.tidemark.query.Backends;
import io.tidemark.query.RandomRows;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.filter.Grain;
import io.tidemark.query.grouping.Grouping;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.store.Schema;
import io.tidemark.query.store.TimePartitions;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random tenants ask everything that can be asked, and are told what the rows of their namespaces add up to in memory. */
@QuarkusTest
@TestProfile(Secured.class)
@QuarkusTestResource(Backends.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class TenantsQuarkusTest {
    private static final Instant START = Instant.parse("2026-03-01T23:59:00Z"); // goes over midnight
    private static final Map<String, Object> RANGE =
            Map.of("from", START.toString(), "to", START.plusSeconds(120).toString());
    private static final List<String> GROUPINGS = List.of(
            "none",
            "protocol",
            "application",
            "namespace",
            "workload",
            "host",
            "conversation",
            "src.namespace,dst.port",
            "src.entity,dst.entity",
            "dst.pod,protocol",
            "any.network");

    @TestHTTPResource("/")
    URI service;

    @Inject
    Pool pool;

    @Inject
    Schema schema;

    @Inject
    TimePartitions partitions;

    private RandomRows rows;
    private int tenants;

    @BeforeEach
    void rowsAreThere() {
        schema.awaitMigrated();
        if (rows == null) {
            rows = RandomRows.insert(pool, "tenants", START);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void eachAnswerIsMadeOfTheRowsOfTheTenantsNamespaces(int seed) {
        var random = new Random(seed);
        var namespaces = RandomRows.NAMESPACES.stream()
                .filter(_ -> random.nextInt(3) == 0)
                .toList();
        var tenant = tenant(namespaces);
        var access = Access.to(namespaces, true);

        for (int i = 0; i < 5; i++) {
            var by = GROUPINGS.get(random.nextInt(GROUPINGS.size()));
            var sums = Arrays.stream(Metric.values()).filter(Metric::isSum).toList();
            asks(tenant, access, by, sums.get(random.nextInt(sums.size())));
        }
        conversations(tenant, access);
        topology(tenant, access);
    }

    /** The largest, over time, as CSV, by GraphQL, and what is in none of the rows. */
    private void asks(String tenant, Access access, String by, Metric metric) {
        var grouping = Grouping.parse(List.of(by));
        var grain = grouping.grain(Filter.parse(null), metric, access);
        var parts = new ArrayList<Map.Entry<Set<String>, Long>>();
        var expected = new HashMap<String, Long>();
        for (var row : inRange(grain, access)) {
            long value = Long.parseLong(row.get(metric.label()));
            var keys = new LinkedHashSet<String>();
            for (var end : List.of("src", "dst")) {
                var group = grouping.dimensions().stream()
                        .map(dimension -> row.get(dimension.label().replaceFirst("^any", end)))
                        .toList();
                keys.add(grouping.key(group));
            }
            keys.forEach(key -> expected.merge(key, value, Long::sum));
            parts.add(Map.entry(keys, value));
        }
        long total = parts.stream().mapToLong(Map.Entry::getValue).sum();
        var question = new HashMap<String, Object>(RANGE);
        question.putAll(Map.of("by", by, "metric", metric.label(), "limit", 1000));
        var what = "%s by %s, of %s".formatted(metric, by, access);

        var top = get(tenant, "top", question).jsonPath();
        assertThat(values(top, "rows", "value")).as(what).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(top.getLong("total")).as(what).isEqualTo(total);
        assertThat(top.getLong("other")).as(what).isZero();
        assertThat(top.getString("grain")).isEqualTo(grain.label());

        question.put("limit", 2);
        var largest = get(tenant, "top", question).jsonPath();
        List<String> told = largest.getList("rows.key");
        assertThat(largest.getLong("other")).as(what).isEqualTo(rest(parts, told));
        assertThat(largest.getLong("total_rows")).as(what).isEqualTo(expected.size());

        question.put("limit", 50);
        var series = get(tenant, "timeseries", question).jsonPath();
        var lines = values(series, "series", "total");
        lines.remove("other");
        assertThat(lines).as(what).allSatisfy((key, value) -> assertThat(value).isEqualTo(expected.get(key)));
        assertThat(lines).as(what).hasSize(Math.min(50, expected.size()));
        assertThat(values(get(tenant, "heatmap", question).jsonPath(), "rows", "total"))
                .as(what)
                .containsAllEntriesOf(lines);

        var csv = given().auth()
                .oauth2(tenant)
                .accept("text/csv")
                .queryParams(question)
                .get("/api/v1/top")
                .asString();
        assertThat(csv.lines().count()).as(what).isEqualTo(2 + Math.min(50, expected.size()));

        var graph = graphql(
                tenant,
                "{ top(from: \"%s\", to: \"%s\", by: [%s], metric: %s, limit: 1000) { total other rows { key value } } }"
                        .formatted(
                                START,
                                START.plusSeconds(120),
                                String.join(
                                        ", ",
                                        grouping.dimensions().stream()
                                                .map(Enum::name)
                                                .toList()),
                                metric.name()));
        assertThat(graph.getLong("data.top.total")).as(what).isEqualTo(total);
        assertThat(values(graph, "data.top.rows", "value")).as(what).isEqualTo(expected);
    }

    private void conversations(String tenant, Access access) {
        var expected = new HashMap<List<String>, Long>();
        for (var row : inRange(Grain.CONVERSATION, access)) {
            expected.merge(
                    List.of(row.get("src.addr"), row.get("dst.addr"), row.get("dst.port"), row.get("protocol")),
                    Long.parseLong(row.get("bytes")),
                    Long::sum);
        }
        var seen = new HashMap<List<String>, Long>();
        var question = new HashMap<String, Object>(RANGE);
        question.put("limit", 5);
        JsonPath page;
        do {
            page = get(tenant, "conversations", question).jsonPath();
            for (var row : page.<Map<String, Object>>getList("rows")) {
                var key = List.of(
                        row.get("client").toString(),
                        row.get("server").toString(),
                        row.get("server_port").toString(),
                        row.get("protocol").toString());
                assertThat(seen.put(key, ((Number) row.get("bytes")).longValue()))
                        .isNull();
            }
            assertThat(page.getLong("total_rows")).isEqualTo(expected.size());
            assertThat(page.getLong("other.bytes"))
                    .as("the others are everybody's")
                    .isZero();
            question.put("cursor", page.getString("next"));
        } while (page.getString("next") != null);
        assertThat(seen).isEqualTo(expected);
    }

    private void topology(String tenant, Access access) {
        long total = inRange(Grain.WORKLOAD_PAIR, access).stream()
                .mapToLong(row -> Long.parseLong(row.get("bytes")))
                .sum();
        var topology = get(tenant, "topology", RANGE).jsonPath();
        var sankey = get(tenant, "sankey", RANGE).jsonPath();

        assertThat(topology.getLong("total")).isEqualTo(total);
        assertThat(topology.getList("edges.value", Long.class).stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(total);
        assertThat(sankey.getLong("total")).isEqualTo(total);
    }

    @Test
    void oneTenantsEntityTagIsNoKeyToAnothersAnswer() {
        var question = new HashMap<String, Object>(RANGE);
        question.put("by", "host");
        var everybody = Issuer.token(Map.of("preferred_username", "all", "groups", List.of("viewer")));
        var all = get(everybody, "top", question);
        var tenant = tenant(List.of("shop"));

        var same = given().auth()
                .oauth2(everybody)
                .header("If-None-Match", all.header("ETag"))
                .queryParams(question)
                .get("/api/v1/top");
        var other = given().auth()
                .oauth2(tenant)
                .header("If-None-Match", all.header("ETag"))
                .queryParams(question)
                .get("/api/v1/top");

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.jsonPath().getLong("total")).isLessThan(all.jsonPath().getLong("total"));
        assertThat(other.header("Cache-Control")).contains("private");
    }

    @Test
    void anothersCursorLeadsToNoRowsOfHis() {
        var question = new HashMap<String, Object>(RANGE);
        question.put("limit", 1);
        var everybody = Issuer.token(Map.of("preferred_username", "all", "groups", List.of("viewer")));
        question.put(
                "cursor", get(everybody, "conversations", question).jsonPath().getString("next"));

        assertThat(get(tenant(List.of("nobody")), "conversations", question)
                        .jsonPath()
                        .getList("rows"))
                .isEmpty();
    }

    @Test
    void whatCountsAllTrafficTogetherIsRefused() {
        var tenant = tenant(List.of("shop"));
        for (var path : List.of(
                "ledger",
                "ledger/windows",
                "nodes",
                "live",
                "top?by=protocol&metric=clients",
                "timeseries?by=none&metric=round_trip_p50")) {
            var response = given().auth().oauth2(tenant).get("/api/v1/" + path);
            assertThat(response.statusCode()).as(path).isEqualTo(403);
            assertThat(response.jsonPath().getString("type")).isEqualTo("urn:tidemark:problem:limited-to-namespaces");
        }
        for (var query :
                List.of("{ ledger { windows } }", "{ ledgerWindows { stepSeconds } }", "{ nodes { totalRows } }")) {
            assertThat(graphql(tenant, query).getString("errors[0].extensions.code"))
                    .as(query)
                    .isEqualTo("limited-to-namespaces");
        }
    }

    @Test
    void statusTellsOfNobodysTraffic() {
        var status =
                given().auth().oauth2(tenant(List.of())).get("/api/v1/status").jsonPath();

        assertThat(status.getList("sources.source")).contains("tenants");
        assertThat(status.getMap("").keySet()).doesNotContain("packets", "bytes", "flows");
    }

    @Test
    void eachListenerIsToldOfTheWindowsOfTheirNamespaces() throws Exception {
        var window = Instant.now().truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
        present(window, "tenants-live");

        assertThat(packets(tenant(List.of("live-shop")), "tenants-live")).isEqualTo(3);
        assertThat(packets(tenant(List.of("live-shop", "live-pay")), "tenants-live"))
                .isEqualTo(33);
        assertThat(packets(tenant(List.of("nobody")), "tenants-live")).isZero();
        assertThat(packets(
                        Issuer.token(Map.of("preferred_username", "all", "groups", List.of("viewer"))), "tenants-live"))
                .isEqualTo(1000);
    }

    @Test
    void subscriptionsAreHeldToTheSame() throws Exception {
        var window = Instant.now().truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
        present(window, "tenants-socket");
        var windows = "subscription { windows(source: \\\"tenants-socket\\\") { packets } }";

        assertThat(subscribed(tenant(List.of("live-pay")), windows)
                        .at("/payload/data/windows/packets")
                        .asLong())
                .isEqualTo(30);
        assertThat(subscribed(tenant(List.of("live-pay")), "subscription { pulses { node } }")
                        .toString())
                .contains("limited-to-namespaces");
    }

    /** A whole window: 1000 packets of all, of which 1 + 2 are those of one namespace and 10 + 20 of another. */
    private void present(Instant window, String source) {
        var day = window.truncatedTo(ChronoUnit.DAYS);
        partitions.forget();
        partitions.ensure(List.of(day));
        run(
                "INSERT INTO endpoint VALUES ('%s', 101, 'live-shop', '', '', '', '', '', '', '', '', 0, '') ON CONFLICT DO NOTHING"
                        .formatted(day));
        run(
                "INSERT INTO endpoint VALUES ('%s', 102, 'live-pay', '', '', '', '', '', '', '', '', 0, '') ON CONFLICT DO NOTHING"
                        .formatted(day));
        var key = "'%s', '%s', 0, 0, ".formatted(window, source);
        run("INSERT INTO application VALUES (%s6, 443, false, 1, 1000, 1, 1, 0, 1, 1, 0, 0, 0)".formatted(key));
        run("INSERT INTO workload_pair VALUES (%s101, 0, 6, 443, false, 1, 1, 1, 1, 2, 1, 1, 0, 0, 0)".formatted(key));
        run("INSERT INTO workload_pair VALUES (%s0, 102, 6, 443, false, 1, 10, 1, 1, 20, 1, 1, 0, 0, 0)"
                .formatted(key));
        run("INSERT INTO closed_window VALUES (%s'%s', true, now(), true)".formatted(key, window.plusSeconds(10)));
    }

    private void run(String sql) {
        pool.query(sql).execute().await().indefinitely();
    }

    private long packets(String token, String source) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(
                    HttpRequest.newBuilder(service.resolve("/api/v1/live/windows?source=" + source))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            String line;
            do {
                line = lines.readLine();
            } while (!line.startsWith("data:"));
            response.body().close();
            return new ObjectMapper().readTree(line.substring(5)).get("packets").asLong();
        }
    }

    private JsonNode subscribed(String token, String query) throws Exception {
        var messages = new LinkedBlockingQueue<JsonNode>();
        try (var client = HttpClient.newHttpClient()) {
            var socket = client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .subprotocols("graphql-transport-ws")
                    .buildAsync(
                            URI.create(service.resolve("/graphql").toString().replaceFirst("^http", "ws")),
                            new WebSocket.Listener() {
                                @Override
                                public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                                    try {
                                        messages.add(new ObjectMapper().readTree(data.toString()));
                                    } catch (java.io.IOException e) {
                                        throw new java.io.UncheckedIOException(e);
                                    }
                                    socket.request(1);
                                    return null;
                                }
                            })
                    .join();
            socket.sendText("{\"type\":\"connection_init\"}", true).join();
            assertThat(messages.take().get("type").asText()).isEqualTo("connection_ack");
            socket.sendText(
                            "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":{\"query\":\"%s\"}}".formatted(query),
                            true)
                    .join();
            var told = messages.take();
            socket.abort();
            return told;
        }
    }

    private static long rest(List<Map.Entry<Set<String>, Long>> parts, Collection<String> told) {
        return parts.stream()
                .filter(part -> part.getKey().stream().noneMatch(told::contains))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private List<Map<String, String>> inRange(Grain grain, Access access) {
        return rows.seen(grain, access).stream()
                .filter(row -> RandomRows.window(row) >= START.getEpochSecond()
                        && RandomRows.window(row) < START.getEpochSecond() + 120)
                .toList();
    }

    /** Each has a name of their own, and so requests of their own. */
    private String tenant(List<String> namespaces) {
        return Issuer.token(Map.of(
                "preferred_username",
                "tenant-" + tenants++,
                "groups",
                List.of("viewer"),
                "tidemark",
                Map.of("namespaces", namespaces)));
    }

    private static Map<String, Long> values(JsonPath answer, String list, String value) {
        var values = new HashMap<String, Long>();
        for (var row : answer.<Map<String, Object>>getList(list)) {
            values.put(row.get("key").toString(), ((Number) row.get(value)).longValue());
        }
        return values;
    }

    private static Response get(String token, String path, Map<String, Object> question) {
        var asked = new HashMap<>(question);
        asked.values().removeIf(java.util.Objects::isNull);
        return given().auth()
                .oauth2(token)
                .queryParams(asked)
                .get("/api/v1/" + path)
                .then()
                .statusCode(200)
                .extract()
                .response();
    }

    private static JsonPath graphql(String token, String query) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(Map.of("query", query))
                .post("/graphql")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
