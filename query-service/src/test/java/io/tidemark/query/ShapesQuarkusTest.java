package io.tidemark.query;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.tidemark.query.filter.Grain;
import io.tidemark.query.store.Schema;
import io.tidemark.query.store.TimePartitions;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Graphs and fields of cells over REST are what adding up the rows of the store one by one makes. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShapesQuarkusTest {
    private static final Instant START = Instant.parse("2011-05-06T23:59:00Z"); // goes over midnight
    private static final Instant FROM = START.minusSeconds(120);
    private static final Instant TO = START.plusSeconds(120);
    private static final String SOURCE = "shapes.pcap#0";

    @Inject
    Pool pool;

    @Inject
    Schema schema;

    @Inject
    TimePartitions partitions;

    private RandomRows rows;

    @BeforeEach
    void rowsAreThere() {
        if (rows == null) {
            schema.awaitMigrated();
            partitions.forget();
            rows = RandomRows.insert(pool, SOURCE, START);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "namespace, namespace, WORKLOAD_PAIR, 1000",
        "workload, entity, WORKLOAD_PAIR, 1000",
        "workload, entity, WORKLOAD_PAIR, 3",
        "node, node, CONVERSATION, 1000",
        "host, addr, CONVERSATION, 2",
    })
    void aTopologyHasTheLargestEdgesAndAllTrafficOfTheirEnds(String by, String field, Grain grain, int limit) {
        var topology = get("topology", Map.of("by", by, "limit", Integer.toString(limit), "metric", "packets"));

        var edges = sums(rows.of(grain), row -> pair(row.get("src." + field), row.get("dst." + field)));
        edges.remove(Arrays.asList(null, null)); // rows of the rest are on no edge
        assertThat(topology.getString("grain")).isEqualTo(grain.label());
        assertThat(topology.getLong("total")).isEqualTo(total(rows.of(grain)));
        assertThat(topology.getInt("total_edges")).isEqualTo(edges.size());
        var told = new HashMap<List<String>, Long>();
        List<Map<String, Object>> list = topology.getList("edges");
        list.forEach(edge -> told.put(
                List.of((String) edge.get("client"), (String) edge.get("server")),
                ((Number) edge.get("value")).longValue()));
        assertThat(told).hasSize(Math.min(limit, edges.size()));
        assertThat(edges).containsAllEntriesOf(told);
        assertThat(topology.getList("edges.value", Long.class))
                .isEqualTo(edges.values().stream()
                        .sorted(Comparator.reverseOrder())
                        .limit(limit)
                        .toList());
        assertThat(topology.getLong("other"))
                .isEqualTo(total(rows.of(grain))
                        - told.values().stream().mapToLong(Long::longValue).sum());
        var nodes = new HashMap<String, Long>();
        rows.of(grain)
                .forEach(row -> Stream.of(row.get("src." + field), row.get("dst." + field))
                        .filter(Objects::nonNull)
                        .distinct()
                        .forEach(node -> nodes.merge(node, packets(row), Long::sum)));
        var ends = told.keySet().stream().flatMap(Collection::stream).collect(Collectors.toSet());
        nodes.keySet().retainAll(ends);
        assertThat(map(topology, "nodes", "key")).isEqualTo(nodes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "src.entity,dst.entity; WORKLOAD_PAIR; 3",
                "src.namespace,application,dst.namespace; WORKLOAD_PAIR; 2",
                "protocol,dst.port; APPLICATION; 50",
                "src.addr,src.pod,dst.port,dst.zone,protocol; CONVERSATION; 2",
            })
    void aSankeysLayersAndLinksEachAddUpToAllTraffic(String by, Grain grain, int limit) {
        var sankey = get("sankey", Map.of("by", by, "limit", Integer.toString(limit), "metric", "packets"));

        var layers = Arrays.asList(by.split(","));
        var largest = new ArrayList<Set<String>>();
        layers.forEach(field -> largest.add(largest(rows.of(grain), field, limit)));
        long total = total(rows.of(grain));
        assertThat(sankey.getLong("total")).isEqualTo(total);
        for (int i = 0; i < layers.size(); i++) {
            int layer = i;
            var nodes = sums(rows.of(grain), row -> kept(row, layers, largest, layer));
            assertThat(told(sankey, "nodes", layer, node -> node.get("key"))).isEqualTo(nodes);
            if (layer + 1 < layers.size()) {
                var links = sums(
                        rows.of(grain),
                        row -> pair(kept(row, layers, largest, layer), kept(row, layers, largest, layer + 1)));
                assertThat(told(sankey, "links", layer, link -> pair(link.get("source"), link.get("target"))))
                        .isEqualTo(links);
                assertThat(links.values().stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(total);
            }
        }
    }

    @Test
    void aHeatmapsCellsAreTheSumsOfItsSteps() {
        var heatmap = get("heatmap", Map.of("by", "dst.zone", "limit", "1", "step", "1m", "metric", "packets"));

        assertThat(heatmap.getList("times")).hasSize(4);
        assertThat(heatmap.getList("rows")).hasSize(2);
        var zone = heatmap.getString("rows[0].key");
        assertThat(zone)
                .isEqualTo(largest(rows.of(Grain.CONVERSATION), "dst.zone", 1)
                        .iterator()
                        .next());
        for (int step = 0; step < 4; step++) {
            long from = FROM.getEpochSecond() + 60L * step;
            var inStep = rows.of(Grain.CONVERSATION).stream()
                    .filter(row -> RandomRows.window(row) >= from && RandomRows.window(row) < from + 60)
                    .toList();
            long its = inStep.stream()
                    .filter(row -> zone.equals(row.get("dst.zone")))
                    .mapToLong(ShapesQuarkusTest::packets)
                    .sum();
            assertThat(heatmap.getLong("rows[0].cells[%d]".formatted(step))).isEqualTo(its);
            assertThat(heatmap.getLong("rows[1].cells[%d]".formatted(step))).isEqualTo(total(inStep) - its);
        }
        assertThat(heatmap.getLong("largest"))
                .isEqualTo(heatmap.<List<Integer>>getList("rows.cells").stream()
                        .flatMap(List::stream)
                        .mapToLong(Integer::longValue)
                        .max()
                        .orElseThrow());
    }

    @Test
    void graphqlDrawsTheSame() {
        var query = """
                query($s: [String], $from: DateTime, $to: DateTime) {
                  topology(source: $s, from: $from, to: $to, by: WORKLOAD, limit: 5) { other edges { client server bytes filter } }
                  sankey(source: $s, from: $from, to: $to, by: [SRC_ENTITY, APPLICATION], limit: 2) { total links { source target value } }
                  heatmap(source: $s, from: $from, to: $to, by: [PROTOCOL], step: "1m") { largest rows { key cells } }
                  nodes(source: $s, from: $from, to: $to) { totalRows rows { node state } }
                }""";

        var answer = given().contentType("application/json")
                .body(Map.of(
                        "query",
                        query,
                        "variables",
                        Map.of("s", List.of(SOURCE), "from", FROM.toString(), "to", TO.toString())))
                .post("/graphql")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(answer.getList("errors")).isNull();
        var topology = get("topology", Map.of("limit", "5"));
        assertThat(answer.getList("data.topology.edges.bytes", Long.class))
                .isEqualTo(topology.getList("edges.bytes", Long.class));
        assertThat(answer.getLong("data.topology.other")).isEqualTo(topology.getLong("other"));
        var sankey = get("sankey", Map.of("by", "src.entity,application", "limit", "2"));
        assertThat(answer.getList("data.sankey.links")).hasSameSizeAs(sankey.getList("links"));
        assertThat(answer.getLong("data.sankey.total")).isEqualTo(sankey.getLong("total"));
        var heatmap = get("heatmap", Map.of("by", "protocol", "step", "1m"));
        assertThat(answer.getList("data.heatmap.rows.cells")).isEqualTo(heatmap.getList("rows.cells"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sankey; by; protocol",
                "sankey; by; any.namespace,protocol",
                "sankey; metric; clients",
                "topology; by; pod",
                "topology; metric; round_trip_p50",
                "topology; limit; 0",
                "heatmap; metric; speed",
                "nodes; cursor; bm9uc2Vuc2U",
            })
    void whatCannotBeDrawnIsRefused(String path, String parameter, String value) {
        given().queryParam(parameter, value)
                .get("/api/v1/" + path)
                .then()
                .statusCode(400)
                .body("parameter", equalTo(parameter));
    }

    private static JsonPath get(String path, Map<String, String> parameters) {
        return given().queryParam("source", SOURCE)
                .queryParam("from", FROM.toString())
                .queryParam("to", TO.toString())
                .queryParams(parameters)
                .get("/api/v1/" + path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Map<String, Long> map(JsonPath answer, String list, String key) {
        var map = new HashMap<String, Long>();
        List<Map<String, Object>> all = answer.getList(list);
        all.forEach(one -> map.put((String) one.get(key), ((Number) one.get("value")).longValue()));
        return map;
    }

    private static Map<Object, Long> told(
            JsonPath answer, String list, int layer, Function<Map<String, Object>, Object> key) {
        var map = new HashMap<Object, Long>();
        List<Map<String, Object>> all = answer.getList(list);
        all.stream()
                .filter(one -> (int) one.get("layer") == layer)
                .forEach(one -> map.put(key.apply(one), ((Number) one.get("value")).longValue()));
        return map;
    }

    /** A pair that may have nulls. */
    private static Object pair(Object one, Object other) {
        return Arrays.asList(one, other);
    }

    private static Map<Object, Long> sums(List<Map<String, String>> rows, Function<Map<String, String>, Object> key) {
        var sums = new HashMap<Object, Long>();
        rows.forEach(row -> sums.merge(key.apply(row) == null ? Rest.REST : key.apply(row), packets(row), Long::sum));
        if (sums.containsKey(Rest.REST)) {
            sums.put(null, sums.remove(Rest.REST));
        }
        return sums;
    }

    private enum Rest {
        REST
    }

    /** The value of a layer, unless it is in the rest. */
    private static String kept(Map<String, String> row, List<String> layers, List<Set<String>> largest, int layer) {
        var value = row.get(layers.get(layer));
        return value != null && largest.get(layer).contains(value) ? value : null;
    }

    private static Set<String> largest(List<Map<String, String>> rows, String field, int limit) {
        var sums = new HashMap<String, Long>();
        rows.stream()
                .filter(row -> row.get(field) != null)
                .forEach(row -> sums.merge(row.get(field), packets(row), Long::sum));
        return sums.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static long total(List<Map<String, String>> rows) {
        return rows.stream().mapToLong(ShapesQuarkusTest::packets).sum();
    }

    private static long packets(Map<String, String> row) {
        return Long.parseLong(row.get("packets"));
    }
}
