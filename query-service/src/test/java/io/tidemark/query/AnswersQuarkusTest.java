package io.tidemark.query;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.tidemark.contract.summary.ApplicationSummary;
import io.tidemark.contract.summary.ConversationSummary;
import io.tidemark.contract.summary.SummaryBatch;
import io.tidemark.contract.summary.Totals;
import io.tidemark.contract.summary.WorkloadSummary;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.window.WindowLength;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import us.hebi.quickbuf.RepeatedByte;

/** Every answer equals what Java makes of the same summaries. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswersQuarkusTest {
    /** What the generator's entities are called, by their index. */
    private static final String[] KEYS = {
        "unknown",
        "shop/Deployment/cart",
        "shop/StatefulSet/db",
        "kube-system/DaemonSet/dns",
        "network/office",
        "place/NZ/4200000000"
    };

    private static final String[] NAMESPACES = {"", "shop", "shop", "kube-system", "", ""};
    private static final Instant OLD = Instant.parse("2009-04-12T23:59:30Z"); // goes over midnight
    private static final String SOURCE = "answers.pcap#00c0ffee";
    private static final int WINDOWS = 20;

    private final List<SummaryBatch> batches = new ArrayList<>();

    @BeforeEach
    void summariesOfAnOldCaptureWithALateRevisionAreIn() {
        if (!batches.isEmpty()) {
            return;
        }
        var generator = new Generator(1, SOURCE, SOURCE);
        batches.addAll(generator.windows(OLD, WINDOWS, 0));
        batches.addAll(generator.windows(OLD.plusSeconds(30), 2, 1));
        try (var broker = new Broker()) {
            batches.forEach(batch -> broker.send(Topic.SUMMARIES.name(), batch.getPartition(), Generator.bytes(batch)));
        }
        long flows = sum(Totals::getFlows);
        await().atMost(Duration.ofSeconds(60)).until(() -> ledger().getLong("flows") == flows);
    }

    @Test
    void theLedgerBalancesAndEqualsTheSums() {
        var ledger = ledger();

        long packets = sum(AnswersQuarkusTest::packets);
        long frameBytes = sum(AnswersQuarkusTest::frameBytes);
        assertThat(ledger.getLong("persisted.packets")).isEqualTo(packets);
        assertThat(ledger.getLong("persisted.bytes")).isEqualTo(frameBytes);
        assertThat(ledger.getLong("received.packets")).isEqualTo(packets + 4L * batches.size());
        assertThat(ledger.getLong("other.not_ip.packets")).isEqualTo(3L * batches.size());
        assertThat(ledger.getLong("other.malformed_ip.bytes")).isEqualTo(60L * batches.size());
        assertThat(ledger.getLong("unexplained.packets")).isZero();
        assertThat(ledger.getLong("unexplained.bytes")).isZero();
        assertThat(ledger.getLong("windows")).isEqualTo(WINDOWS);
        assertThat(ledger.getBoolean("complete")).isTrue();
        assertThat(ledger.getString("nodes[0].node")).isEqualTo(SOURCE);
        assertThat(ledger.getLong("nodes[0].persisted.packets")).isEqualTo(packets);
        assertThat(ledger.getLong("nodes[0].unexplained.bytes")).isZero();
        assertThat(ledger.getString("from")).isEqualTo(OLD.toString());
        assertThat(ledger.getString("to"))
                .isEqualTo(OLD.plusSeconds(10 * WINDOWS).toString());
    }

    @ParameterizedTest
    @CsvSource({"'', 100, 10", SOURCE + ", 100, 10", "'', 3, 300"})
    void theEquationOfEachWindowAddsUpToThatOfTheRange(String node, int limit, long step) {
        var windows =
                get("/api/v1/ledger/windows", Map.of("source", SOURCE, "node", node, "limit", Integer.toString(limit)));

        var ledger = ledger();
        assertThat(windows.getLong("step_seconds")).isEqualTo(step);
        assertThat(windows.getList("rows.time", String.class))
                .isSortedAccordingTo(Comparator.reverseOrder())
                .hasSizeLessThanOrEqualTo(limit);
        for (var term : List.of("received", "persisted", "other.not_ip", "other.malformed_ip", "unexplained")) {
            for (var unit : List.of("packets", "bytes")) {
                assertThat(windows.getLong("rows.sum { it.%s.%s }".formatted(term, unit)))
                        .as("%s %s", term, unit)
                        .isEqualTo(ledger.getLong(term + "." + unit));
            }
        }
        assertThat(windows.getLong("rows.sum { it.flows }")).isEqualTo(ledger.getLong("flows"));
    }

    @ParameterizedTest
    @CsvSource({"'', 100", SOURCE + ", 100", "'', 3"})
    void graphqlTellsTheEquationOfEachWindowToo(String node, int limit) {
        var query = """
                query($s: [String], $n: String, $l: Int!) {
                  ledgerWindows(source: $s, node: $n, limit: $l) { from to complete missingNodes stepSeconds
                    rows { time flows received { packets bytes } persisted { packets bytes } unexplained { packets bytes } missingNodes
                      other { key value { packets bytes } } } } }""";

        var graphql = given().contentType("application/json")
                .body(Map.of("query", query, "variables", Map.of("s", List.of(SOURCE), "n", node, "l", limit)))
                .post("/graphql")
                .jsonPath();

        var rest =
                get("/api/v1/ledger/windows", Map.of("source", SOURCE, "node", node, "limit", Integer.toString(limit)));
        assertThat(graphql.getList("errors")).isNull();
        assertThat(graphql.getLong("data.ledgerWindows.stepSeconds")).isEqualTo(rest.getLong("step_seconds"));
        for (var row : List.of("time", "flows", "received", "persisted", "unexplained")) {
            assertThat(graphql.getList("data.ledgerWindows.rows." + row))
                    .as(row)
                    .isEqualTo(rest.getList("rows." + row));
        }
        assertThat(graphql.getLong(
                        "data.ledgerWindows.rows.sum { it.other.find { it.key == 'not_ip' }.value.packets }"))
                .isEqualTo(rest.getLong("rows.sum { it.other.not_ip.packets }"));
    }

    @Test
    void moreWindowsThanARowLimitAllowsAreRefusedByGraphqlToo() {
        var answer = given().contentType("application/json")
                .body(Map.of("query", "{ ledgerWindows(limit: 1001) { stepSeconds } }"))
                .post("/graphql")
                .jsonPath();

        assertThat(answer.getString("errors[0].message")).contains("1001 is not between 2 and 1000");
    }

    @Test
    void aTimeseriesByProtocolHasEachStepsSum() {
        var series = get("/api/v1/timeseries", Map.of("source", SOURCE, "by", "protocol", "metric", "packets"));

        assertThat(series.getInt("step_seconds")).isEqualTo(10);
        assertThat(series.getList("times")).hasSize(WINDOWS).first().isEqualTo(OLD.toString());
        var expected = new TreeMap<String, long[]>();
        for (var batch : batches) {
            int step = step(batch, 10);
            for (var application : batch.getApplications()) {
                var key = application.getProtocol() == 6 ? "tcp" : application.getProtocol() == 17 ? "udp" : "icmpv6";
                expected.computeIfAbsent(key, k -> new long[WINDOWS])[step] += packets(application.getTotals());
            }
        }
        assertThat(values(series)).containsExactlyInAnyOrderEntriesOf(lists(expected));
    }

    @Test
    void aTimeseriesByApplicationKeepsTheLargestAndSumsTheRest() {
        var series = get(
                "/api/v1/timeseries",
                Map.of("source", SOURCE, "by", "application", "metric", "bytes", "step", "1m", "limit", "3"));

        assertThat(series.getList("series.key")).hasSize(4).last().isEqualTo("other");
        long total = series.getList("series.total", Long.class).stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(total).isEqualTo(sum(AnswersQuarkusTest::bytes));
        assertThat(series.getString("times[0]")).isEqualTo("2009-04-12T23:59:00Z");
        var largest = applications().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(3)
                .map(Map.Entry::getKey)
                .toList();
        assertThat(series.getList("series.key").subList(0, 3)).isEqualTo(largest);
    }

    @Test
    void aTimeseriesByNothingIsTheTotal() {
        var series = get("/api/v1/timeseries", Map.of("source", SOURCE, "by", "none", "metric", "flows"));

        assertThat(series.getList("series.key")).containsExactly("total");
        assertThat(series.getLong("series[0].total")).isEqualTo(sum(Totals::getFlows));
    }

    @Test
    void topApplicationsAreTheLargest() {
        var top = get("/api/v1/top", Map.of("source", SOURCE, "by", "application", "limit", "2"));

        var expected = applications().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(2)
                .toList();
        assertThat(top.getList("rows.key"))
                .isEqualTo(expected.stream().map(Map.Entry::getKey).toList());
        assertThat(top.getList("rows.value", Long.class))
                .isEqualTo(expected.stream().map(Map.Entry::getValue).toList());
        assertThat(top.getLong("total")).isEqualTo(sum(AnswersQuarkusTest::bytes));
        assertThat(top.getLong("other"))
                .isEqualTo(top.getLong("total")
                        - expected.stream().mapToLong(Map.Entry::getValue).sum());
    }

    @Test
    void topHostsCountAConversationForBothEnds() {
        var top = get("/api/v1/top", Map.of("source", SOURCE, "by", "host", "limit", "3", "metric", "frame_bytes"));

        var hosts = new HashMap<String, Long>();
        forEachConversation(conversation -> {
            hosts.merge(host(conversation.getClientAddr()), frameBytes(conversation.getTotals()), Long::sum);
            hosts.merge(host(conversation.getServerAddr()), frameBytes(conversation.getTotals()), Long::sum);
        });
        var expected = hosts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(3)
                .toList();
        assertThat(top.getList("rows.key"))
                .isEqualTo(expected.stream().map(Map.Entry::getKey).toList());
        assertThat(top.getList("rows.frame_bytes", Long.class))
                .isEqualTo(expected.stream().map(Map.Entry::getValue).toList());
        var listed = top.getList("rows.key", String.class);
        long[] listedTraffic = {0};
        forEachConversation(conversation -> {
            if (listed.contains(host(conversation.getClientAddr()))
                    || listed.contains(host(conversation.getServerAddr()))) {
                listedTraffic[0] += frameBytes(conversation.getTotals());
            }
        });
        assertThat(top.getLong("total")).isEqualTo(sum(AnswersQuarkusTest::frameBytes));
        assertThat(top.getLong("other")).isEqualTo(top.getLong("total") - listedTraffic[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"workload", "namespace"})
    void topWorkloadsAndNamespacesCountAPairForBothEndsAndTheRestIsWithNoneOfThem(String by) {
        var top = get("/api/v1/top", Map.of("source", SOURCE, "by", by, "limit", "2"));

        var expected = ends(by).entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(2)
                .toList();
        var listed = expected.stream().map(Map.Entry::getKey).toList();
        assertThat(top.getList("rows.key")).isEqualTo(listed);
        assertThat(top.getList("rows.value", Long.class))
                .isEqualTo(expected.stream().map(Map.Entry::getValue).toList());
        assertThat(top.getLong("total")).isEqualTo(sum(AnswersQuarkusTest::bytes));
        assertThat(top.getLong("other")).isEqualTo(withNoneOf(listed, by));
    }

    @ParameterizedTest
    @ValueSource(strings = {"workload", "namespace"})
    void aTimeseriesByWorkloadOrNamespaceHasTheSameTotalsAsTheTop(String by) {
        var top = get("/api/v1/top", Map.of("source", SOURCE, "by", by, "limit", "2"));
        var series = get("/api/v1/timeseries", Map.of("source", SOURCE, "by", by, "limit", "2", "step", "1m"));
        var query = "{ timeseries(source: \"%s\", by: %s, limit: 2) { series { key total } } }"
                .formatted(SOURCE, by.equals("workload") ? "ANY_ENTITY" : "ANY_NAMESPACE");
        var graph = given().contentType("application/json")
                .body(Map.of("query", query))
                .post("/graphql")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(series.getList("series.key").subList(0, 2)).isEqualTo(top.getList("rows.key"));
        assertThat(series.getList("series.name").subList(0, 2)).isEqualTo(top.getList("rows.name"));
        assertThat(series.getList("series.total", Long.class).subList(0, 2))
                .isEqualTo(top.getList("rows.value", Long.class));
        assertThat(series.getLong("series[2].total")).isEqualTo(top.getLong("other"));
        assertThat(series.getLong("series[0].values.sum()")).isEqualTo(top.getLong("rows[0].value"));
        assertThat(graph.getList("data.timeseries.series.key").subList(0, 2)).isEqualTo(top.getList("rows.key"));
    }

    @Test
    void aWorkloadIsNamedForAPerson() {
        var top = get("/api/v1/top", Map.of("source", SOURCE, "by", "workload"));

        assertThat(top.getList("rows.key")).hasSameElementsAs(List.of(KEYS));
        assertThat(top.getList("rows.name"))
                .containsExactlyInAnyOrder(
                        "Unknown", "shop/cart", "shop/db", "kube-system/dns", "office", "Example Net (NZ)");
    }

    @Test
    void topConversationsAndTheRestMakeTheTotal() {
        var top = get("/api/v1/top", Map.of("source", SOURCE, "by", "conversation", "limit", "5"));

        long rows = top.getList("rows.value", Long.class).stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(rows + top.getLong("other")).isEqualTo(top.getLong("total"));
        assertThat(top.getLong("total")).isEqualTo(sum(AnswersQuarkusTest::bytes));
        assertThat(top.getDouble("rows[0].share"))
                .isEqualTo((double) top.getLong("rows[0].value") / top.getLong("total"), within(1e-6));
    }

    @Test
    void conversationsPageByPageAreAllOfThemAndOtherIsTheRest() {
        var expected = new HashMap<String, Long>();
        forEachConversation(c -> expected.merge(key(c), bytes(c.getTotals()), Long::sum));

        var seen = new HashMap<String, Long>();
        var values = new ArrayList<Long>();
        String cursor = "";
        JsonPath page;
        do {
            page = get("/api/v1/conversations", Map.of("source", SOURCE, "limit", "17", "cursor", cursor));
            assertThat(page.getLong("total_rows")).isEqualTo(expected.size());
            for (int i = 0; i < page.getList("rows").size(); i++) {
                var row = "rows[" + i + "].";
                seen.put(
                        "%s %s %d %s"
                                .formatted(
                                        page.getString(row + "client"),
                                        page.getString(row + "server"),
                                        page.getInt(row + "server_port"),
                                        page.getString(row + "protocol")),
                        page.getLong(row + "bytes"));
                values.add(page.getLong(row + "bytes"));
            }
            cursor = page.getString("next");
        } while (cursor != null);

        assertThat(seen).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(values).hasSize(expected.size()).isSortedAccordingTo(java.util.Comparator.<Long>reverseOrder());
        long listed = values.stream().mapToLong(Long::longValue).sum();
        assertThat(listed + page.getLong("other.bytes")).isEqualTo(sum(AnswersQuarkusTest::bytes));
    }

    @Test
    void aRangeTakesTheWindowsThatStartInIt() {
        var from = OLD.plusSeconds(40);
        var to = OLD.plusSeconds(70);

        var ledger = get("/api/v1/ledger", Map.of("from", from.toString(), "to", to.toString(), "source", SOURCE));

        long flows = batches.stream()
                .filter(b -> !WindowLength.instant(b.getWindowStartNs()).isBefore(from)
                        && WindowLength.instant(b.getWindowStartNs()).isBefore(to))
                .mapToLong(b -> b.getNodes().get(0).getTotals().getFlows())
                .sum();
        assertThat(ledger.getLong("windows")).isEqualTo(3);
        assertThat(ledger.getLong("flows")).isEqualTo(flows);
    }

    @Test
    void graphqlAnswersTheSame() {
        var query = """
                query($s: [String]) {
                  ledger(source: $s) { from to complete persisted { packets bytes } unexplained { packets } windows flows
                    nodes { node flows } other { key value { packets } } }
                  top(source: $s, by: APPLICATION, limit: 3) { total other rows { key name value share } }
                  timeseries(source: $s, by: PROTOCOL, metric: FLOWS) { stepSeconds times series { key total values } }
                  conversations(source: $s, limit: 4) { totalRows next other { bytes } rows { client server serverPort bytes } }
                  status { version sources { source windows } }
                }""";

        var graphql = given().contentType("application/json")
                .body(Map.of("query", query, "variables", Map.of("s", List.of(SOURCE))))
                .post("/graphql")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(graphql.getList("errors")).isNull();
        var ledger = ledger();
        assertThat(graphql.getLong("data.ledger.persisted.packets")).isEqualTo(ledger.getLong("persisted.packets"));
        assertThat(graphql.getString("data.ledger.to")).isEqualTo(ledger.getString("to"));
        assertThat(graphql.getLong("data.ledger.nodes[0].flows")).isEqualTo(ledger.getLong("nodes[0].flows"));
        var top = get("/api/v1/top", Map.of("source", SOURCE, "by", "application", "limit", "3"));
        assertThat(graphql.getList("data.top.rows.key")).isEqualTo(top.getList("rows.key"));
        assertThat(graphql.getList("data.top.rows.value", Long.class)).isEqualTo(top.getList("rows.value", Long.class));
        var series = get("/api/v1/timeseries", Map.of("source", SOURCE, "by", "protocol", "metric", "flows"));
        assertThat(graphql.getList("data.timeseries.series.values")).isEqualTo(series.getList("series.values"));
        assertThat(graphql.getList("data.timeseries.times")).isEqualTo(series.getList("times"));
        var page = get("/api/v1/conversations", Map.of("source", SOURCE, "limit", "4"));
        assertThat(graphql.getString("data.conversations.next")).isEqualTo(page.getString("next"));
        assertThat(graphql.getList("data.conversations.rows.bytes")).isEqualTo(page.getList("rows.bytes"));
    }

    @Test
    void theStatusKnowsTheSource() {
        var status = get("/api/v1/status", Map.of());

        assertThat(status.getString("version")).isNotEmpty();
        assertThat(status.getLong("database_bytes")).isGreaterThan(1_000_000);
        assertThat(status.getList("retention.resolution")).containsExactly("10s", "1m", "10m", "1h", "6h", "1d");
        assertThat(status.getLong("retention[0].seconds")).isEqualTo(7 * 86_400);
        assertThat(status.<Map<String, Object>>getList("sources"))
                .anySatisfy(source -> assertThat(source)
                        .containsEntry("source", SOURCE)
                        .containsEntry("earliest_window", OLD.toString())
                        .containsEntry("windows", WINDOWS));
    }

    private static org.assertj.core.data.Offset<Double> within(double offset) {
        return org.assertj.core.data.Offset.offset(offset);
    }

    private static JsonPath ledger() {
        return get("/api/v1/ledger", Map.of("source", SOURCE));
    }

    private static JsonPath get(String path, Map<String, String> parameters) {
        return given().queryParams(parameters)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Map<String, List<Long>> values(JsonPath series) {
        var values = new TreeMap<String, List<Long>>();
        for (int i = 0; i < series.getList("series").size(); i++) {
            values.put(
                    series.getString("series[" + i + "].key"), series.getList("series[" + i + "].values", Long.class));
        }
        return values;
    }

    private static Map<String, List<Long>> lists(Map<String, long[]> arrays) {
        var lists = new TreeMap<String, List<Long>>();
        arrays.forEach((key, array) ->
                lists.put(key, java.util.Arrays.stream(array).boxed().toList()));
        return lists;
    }

    private static int step(SummaryBatch batch, int seconds) {
        return (int) (Duration.between(OLD, WindowLength.instant(batch.getWindowStartNs()))
                        .toSeconds()
                / seconds);
    }

    private Map<String, Long> applications() {
        var sums = new HashMap<String, Long>();
        for (var batch : batches) {
            for (ApplicationSummary application : batch.getApplications()) {
                var protocol = protocol(application.getProtocol());
                var key = application.getServerPort() == 0 ? protocol : protocol + "/" + application.getServerPort();
                sums.merge(key, bytes(application.getTotals()), Long::sum);
            }
        }
        return sums;
    }

    private static String protocol(int number) {
        return number == 6 ? "tcp" : number == 17 ? "udp" : "icmpv6";
    }

    private static String key(ConversationSummary c) {
        return "%s %s %d %s"
                .formatted(
                        host(c.getClientAddr()), host(c.getServerAddr()), c.getServerPort(), protocol(c.getProtocol()));
    }

    /** By what a pair's ends are called. */
    private Map<String, Long> ends(String by) {
        var ends = new HashMap<String, Long>();
        forEachPair((pair, totals) -> {
            if (!pair.getOther()) {
                ends.merge(end(pair.getClient(), by), bytes(totals), Long::sum);
                if (!end(pair.getClient(), by).equals(end(pair.getServer(), by))) {
                    ends.merge(end(pair.getServer(), by), bytes(totals), Long::sum);
                }
            }
        });
        return ends;
    }

    private long withNoneOf(List<String> listed, String by) {
        long[] sum = {0};
        forEachPair((pair, totals) -> {
            boolean none = !listed.contains(end(pair.getClient(), by)) && !listed.contains(end(pair.getServer(), by));
            sum[0] += pair.getOther() || none ? bytes(totals) : 0;
        });
        return sum[0];
    }

    private static String end(int endpoint, String by) {
        return by.equals("workload") ? KEYS[endpoint] : NAMESPACES[endpoint];
    }

    private void forEachPair(java.util.function.BiConsumer<WorkloadSummary, Totals> action) {
        for (var batch : batches) {
            for (WorkloadSummary pair : batch.getWorkloads()) {
                action.accept(pair, pair.getTotals());
            }
        }
    }

    private void forEachConversation(java.util.function.Consumer<ConversationSummary> action) {
        for (var batch : batches) {
            for (ConversationSummary conversation : batch.getConversations()) {
                if (!conversation.getOther()) {
                    action.accept(conversation);
                }
            }
        }
    }

    /** As PostgreSQL writes it: 2001:db8::1, not 2001:db8:0:0:0:0:0:1. */
    private static String host(RepeatedByte address) {
        try {
            return InetAddress.getByAddress(address.toArray()).getHostAddress().replace(":0:0:0:0:0:", "::");
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private long sum(java.util.function.ToLongFunction<Totals> metric) {
        long sum = 0;
        for (var batch : batches) {
            for (ApplicationSummary application : batch.getApplications()) {
                sum += metric.applyAsLong(application.getTotals());
            }
        }
        return sum;
    }

    private static long packets(Totals totals) {
        return totals.getForward().getPackets() + totals.getReverse().getPackets();
    }

    private static long bytes(Totals totals) {
        return totals.getForward().getBytes() + totals.getReverse().getBytes();
    }

    private static long frameBytes(Totals totals) {
        return totals.getForward().getFrameBytes() + totals.getReverse().getFrameBytes();
    }
}
