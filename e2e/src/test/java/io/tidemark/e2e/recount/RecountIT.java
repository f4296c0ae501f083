package io.tidemark.e2e.recount;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.e2e.capture.Conversation;
import io.tidemark.e2e.capture.Volume;
import io.tidemark.e2e.system.Answers;
import io.tidemark.e2e.system.Equation;
import io.tidemark.e2e.system.House;
import io.tidemark.e2e.system.Tidemark;
import io.tidemark.e2e.system.Wait;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Captures are replayed through the three services, and what these answer is what a plain reader of the same files adds up, to the
 * packet and the byte: {@link Recount}, which {@link RecountTest} holds against tshark.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecountIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** A day is summed up when it was left alone forty times as long. */
    private static final List<String> SUMMED_UP_SOON =
            List.of("env", "TIDEMARK_QUERY_ROLLUP_QUIET=200ms", "TIDEMARK_QUERY_ROLLUP_EVERY=500ms");

    /** One dimension, and some together. */
    private static final List<String> TOPS = List.of(
            "protocol",
            "dst.port",
            "src.addr",
            "dst.addr",
            "application",
            "protocol,dst.port",
            "dst.addr,protocol",
            "src.addr,dst.addr,dst.port,protocol");

    private static final Map<String, Predicate<Conversation>> FILTERS = Map.of(
            "protocol == \"tcp\"", who -> who.protocol() == Packet.TCP,
            "dst.port in [53, 443, 514]", who -> List.of(53, 443, 514).contains(who.serverPort()),
            "src.addr in cidr(\"10.0.0.0/8\")",
                    who -> who.client().getAddress().length == 4 && who.client().getAddress()[0] == 10,
            "!(dst.port == 80 || protocol == \"udp\")", who -> who.serverPort() != 80 && who.protocol() != Packet.UDP);

    private final List<Recounted> captures = new ArrayList<>();
    private Tidemark tidemark;
    private Answers answers;

    /** @param source the name that the file's windows have */
    private record Recounted(Path file, String source, Recount recount, Sums sums) {
        @Override
        public String toString() {
            return file.getFileName().toString();
        }
    }

    @BeforeAll
    void replay() throws Exception {
        var files = Captures.all(House.target().resolve("captures"));
        tidemark = Tidemark.start(Tidemark.freshFolder("recount"), SUMMED_UP_SOON, Tidemark.replay(files))
                .awaitReady();
        answers = tidemark.answers();
        for (var file : files) {
            var recount = Recount.of(file);
            captures.add(new Recounted(file, answers.awaitSource(file, PATIENCE), recount, Sums.of(recount)));
        }
        for (var capture : captures) {
            Wait.until(
                    "all of " + capture + " to be counted",
                    PATIENCE,
                    () -> ask("ledger?", capture).at("/received/packets").longValue(),
                    packets -> packets == capture.recount().total().packets());
        }
        Wait.until(
                "all resolutions to be summed up",
                PATIENCE,
                () -> tidemark.database()
                        .numbers("SELECT count(*) FROM rollup_pending")
                        .getFirst(),
                pending -> pending == 0);
    }

    @AfterAll
    void stop() throws IOException {
        if (tidemark != null) {
            tidemark.close();
        }
    }

    List<Recounted> captures() {
        return captures;
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theLedgerSaysWhatCameAndWhatBecameOfIt(Recounted capture) throws Exception {
        var ledger = ask("ledger?", capture);

        var equation = equation(
                capture.recount().total(),
                capture.recount().counted(),
                capture.recount().causes());
        assertThat(Equation.of(ledger)).isEqualTo(equation);
        assertThat(Equation.of(ledger.path("nodes").path(0))).isEqualTo(equation);
        assertThat(ledger.path("complete").booleanValue()).isTrue();
        assertThat(ledger.path("windows").intValue())
                .isEqualTo(capture.recount().received().size());
    }

    @ParameterizedTest
    @MethodSource("captures")
    void soDoesThatOfEachWindow(Recounted capture) throws Exception {
        var windows = ask("ledger/windows?limit=1000&", capture);

        var counted = new HashMap<Long, Volume>();
        capture.recount()
                .rows()
                .forEach(row -> counted.merge(row.window(), row.facts().both(), Volume::plus));
        var expected = new HashMap<Instant, Equation>();
        capture.recount()
                .received()
                .forEach((window, volume) -> expected.put(
                        Instant.ofEpochSecond(0, window),
                        equation(
                                volume,
                                counted.getOrDefault(window, Volume.NONE),
                                capture.recount().other().getOrDefault(window, Map.of()))));
        assertThat(windows.path("step_seconds").intValue()).isEqualTo(10);
        assertThat(stream(windows.path("rows"))
                        .collect(Collectors.toMap(
                                row -> Instant.parse(row.path("time").asText()), Equation::of)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theNodeIsThereWithTheSameLedger(Recounted capture) throws Exception {
        var nodes = ask("nodes?", capture);

        assertThat(nodes.path("rows")).hasSize(1);
        assertThat(Equation.of(nodes.at("/rows/0/ledger")))
                .isEqualTo(equation(
                        capture.recount().total(),
                        capture.recount().counted(),
                        capture.recount().causes()));
        assertThat(nodes.at("/rows/0/missing_windows").intValue()).isZero();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void topListsAreRightByEachDimensionAndMetric(Recounted capture) throws Exception {
        for (var by : TOPS) {
            for (var metric : Sums.METRICS.keySet()) {
                for (var range : List.of("", days(capture))) {
                    assertTop(
                            ask("top?limit=1000&by=%s&metric=%s&%s".formatted(by, metric, range), capture),
                            capture.sums().by(by, metric),
                            capture.sums().total(metric));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void topHostsAreRight(Recounted capture) throws Exception {
        for (var metric : Sums.METRICS.keySet()) {
            assertTop(
                    ask("top?limit=1000&by=host&metric=%s&".formatted(metric), capture),
                    capture.sums().byHost(metric),
                    capture.sums().total(metric));
        }
    }

    /** So few clients are all told apart; quantiles are right to 2 % of rank, as docs/reference/api.md says, and one handshake. */
    @ParameterizedTest
    @MethodSource("captures")
    void roundTripsAndClientsAreRight(Recounted capture) throws Exception {
        for (var by : List.of("protocol", "dst.port", "application", "protocol,dst.port")) {
            for (var range : List.of("", days(capture))) {
                var clients = ask("top?limit=1000&metric=clients&by=%s&%s".formatted(by, range), capture);

                assertThat(tops(clients)).isEqualTo(capture.sums().clients(by));
                for (var quantile : Map.of("p50", 0.5, "p90", 0.9, "p99", 0.99).entrySet()) {
                    var trips = ask(
                            "top?limit=1000&metric=round_trip_%s&by=%s&%s".formatted(quantile.getKey(), by, range),
                            capture);

                    assertRoundTrips(tops(trips), capture.sums().roundTrips(by), quantile.getValue());
                }
            }
        }
    }

    private static void assertRoundTrips(Map<List<String>, Long> told, Map<List<String>, List<Long>> all, double rank) {
        assertThat(told.keySet()).isEqualTo(all.keySet());
        told.forEach((group, quantile) -> {
            var sorted = all.get(group);
            double at = rank * (sorted.size() - 1);
            int off = 1 + (int) (0.02 * sorted.size());
            assertThat(quantile)
                    .as("%s at %s of %s", group, rank, sorted)
                    .isBetween(
                            sorted.get(Math.max(0, (int) Math.floor(at) - off)) - 1,
                            sorted.get(Math.min(sorted.size() - 1, (int) Math.ceil(at) + off)) + 1);
        });
    }

    /** By group; without those that the metric tells nothing of. */
    private static Map<List<String>, Long> tops(JsonNode top) {
        return stream(top.path("rows"))
                .filter(row -> row.path("value").isNumber())
                .collect(Collectors.toMap(
                        RecountIT::group, row -> row.path("value").longValue()));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void filtersTakeTheirTraffic(Recounted capture) throws Exception {
        for (var filter : FILTERS.entrySet()) {
            var taken = capture.sums().where(filter.getValue());
            for (var metric : Sums.METRICS.keySet()) {
                assertTop(
                        ask(
                                "top?limit=1000&by=dst.addr,protocol&metric=%s&filter=%s&"
                                        .formatted(metric, encoded(filter.getKey())),
                                capture),
                        taken.by("dst.addr,protocol", metric),
                        taken.total(metric));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void seriesAreRightInEachWindowMinuteAndHour(Recounted capture) throws Exception {
        for (var by : List.of("", "protocol", "protocol,dst.port", "application")) {
            for (var metric : Sums.METRICS.keySet()) {
                for (var step : Map.of("10s", 10, "1m", 60, "10m", 600, "1h", 3600, "6h", 21_600, "1d", 86_400)
                        .entrySet()) {
                    var series = ask(
                            "timeseries?limit=50&step=%s&by=%s&metric=%s&"
                                    .formatted(step.getKey(), by.isEmpty() ? "none" : by, metric),
                            capture);

                    assertThat(overTime(series))
                            .as("%s by %s in %s", metric, by, step)
                            .isEqualTo(capture.sums().overTime(by, metric, step.getValue()));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyConversationIsThereBothWays(Recounted capture) throws Exception {
        for (var range : List.of("", days(capture))) {
            var found = new HashMap<Conversation, Conversation.Facts>();
            var flows = new HashMap<Conversation, Long>();
            var late = new HashMap<Conversation, Long>();
            String cursor = null;
            do {
                var page = ask(
                        "conversations?limit=300&%s%s"
                                .formatted(range, cursor == null ? "" : "cursor=" + encoded(cursor) + "&"),
                        capture);
                for (var row : page.path("rows")) {
                    var who = Conversation.told(row);
                    assertThat(found.put(who, Conversation.Facts.told(row)))
                            .as("twice")
                            .isNull();
                    flows.put(who, row.path("flows").longValue());
                    late.put(who, row.path("out_of_order_packets").longValue());
                }
                assertThat(page.at("/other/packets").longValue()).isZero();
                cursor = page.path("next").textValue();
            } while (cursor != null);

            assertThat(found).isEqualTo(capture.recount().conversations());
            assertThat(flows)
                    .isEqualTo(capture.recount().rows().stream()
                            .collect(Collectors.toMap(Recount.Row::who, Recount.Row::flows, Long::sum)));
            assertThat(late)
                    .isEqualTo(capture.recount().rows().stream()
                            .collect(Collectors.toMap(
                                    Recount.Row::who, row -> row.tcp().outOfOrder(), Long::sum)));
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theTopologyIsRight(Recounted capture) throws Exception {
        for (var metric : Sums.METRICS.keySet()) {
            var topology = ask("topology?by=host&limit=2000&metric=%s&".formatted(metric), capture);

            assertThat(values(topology.path("edges"), "client", "server"))
                    .isEqualTo(capture.sums().by("src.addr,dst.addr", metric));
            assertThat(values(topology.path("nodes"), "key"))
                    .isEqualTo(capture.sums().byHost(metric));
            assertThat(topology.path("total").longValue())
                    .isEqualTo(capture.sums().total(metric));
            assertThat(topology.path("other").longValue()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theSankeyAndTheHeatMapAreRight(Recounted capture) throws Exception {
        var sankey = ask("sankey?by=protocol,dst.port,dst.addr&limit=50&metric=frame_bytes&", capture);
        var heat = ask("heatmap?by=dst.addr&limit=200&step=10s&metric=frame_bytes&", capture);

        var sums = capture.sums();
        assertThat(values(layer(sankey.path("links"), 0), "source", "target"))
                .isEqualTo(sums.by("protocol,dst.port", "frame_bytes"));
        assertThat(values(layer(sankey.path("links"), 1), "source", "target"))
                .isEqualTo(sums.by("dst.port,dst.addr", "frame_bytes"));
        assertThat(values(layer(sankey.path("nodes"), 2), "key")).isEqualTo(sums.by("dst.addr", "frame_bytes"));
        assertThat(overTime(heat, heat.path("rows"), "cells")).isEqualTo(sums.overTime("dst.addr", "frame_bytes", 10));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void graphqlSaysTheSame(Recounted capture) throws Exception {
        var data = answers.graphql("""
                { top(source: ["%1$s"], by: [PROTOCOL, DST_PORT], metric: BYTES, limit: 1000) { total other rows { group value } }
                  timeseries(source: ["%1$s"], by: [PROTOCOL], metric: PACKETS, step: "10s") { times series { group values } }
                  topology(source: ["%1$s"], by: HOST, metric: FLOWS, limit: 2000) { edges { client server value } }
                  ledger(source: ["%1$s"]) { received { packets bytes } persisted { packets bytes }
                    unexplained { packets bytes } other { key value { packets bytes } } } }
                """.formatted(capture.source()));

        assertTop(
                data.path("top"),
                capture.sums().by("protocol,dst.port", "bytes"),
                capture.sums().total("bytes"));
        assertThat(overTime(data.path("timeseries"))).isEqualTo(capture.sums().overTime("protocol", "packets", 10));
        assertThat(values(data.path("topology").path("edges"), "client", "server"))
                .isEqualTo(capture.sums().by("src.addr,dst.addr", "flows"));
        assertThat(Equation.ofGraphql(data.path("ledger")))
                .isEqualTo(equation(
                        capture.recount().total(),
                        capture.recount().counted(),
                        capture.recount().causes()));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theRowsOfAllResolutionsAreRightInPostgresqlItself(Recounted capture) throws Exception {
        for (var grain : List.of("application", "conversation", "workload_pair")) {
            for (var step : Map.of("", 10, "_1m", 60, "_10m", 600, "_1h", 3600, "_6h", 21_600, "_1d", 86_400)
                    .entrySet()) {
                var rows = tidemark.database().query("""
                        SELECT extract(epoch FROM window_start)::bigint, sum(flows)::bigint,
                            sum(forward_packets + reverse_packets)::bigint, sum(forward_bytes + reverse_bytes)::bigint,
                            sum(forward_frame_bytes + reverse_frame_bytes)::bigint, sum(retransmitted_packets)::bigint,
                            sum(out_of_order_packets)::bigint, sum(zero_windows)::bigint
                        FROM %s WHERE window_group = '%s' GROUP BY 1 ORDER BY 1
                        """.formatted(grain + step.getKey(), capture.source()));

                assertThat(rows).as(grain + step.getKey()).isEqualTo(buckets(capture.sums(), step.getValue()));
            }
        }
    }

    private static List<List<Object>> buckets(Sums sums, int seconds) {
        var metrics = List.of(
                "flows",
                "packets",
                "bytes",
                "frame_bytes",
                "retransmitted_packets",
                "out_of_order_packets",
                "zero_windows");
        var times = sums.overTime("", "packets", seconds).keySet().stream().sorted();
        return times.map(time -> Stream.concat(
                                Stream.<Object>of(time.getEpochSecond()),
                                metrics.stream()
                                        .<Object>map(metric -> sums.overTime("", metric, seconds)
                                                .getOrDefault(time, Map.of())
                                                .getOrDefault(List.of(), 0L)))
                        .toList())
                .toList();
    }

    private static void assertTop(JsonNode top, Map<List<String>, Long> groups, long total) {
        assertThat(stream(top.path("rows"))
                        .collect(Collectors.toMap(
                                RecountIT::group, row -> row.path("value").longValue())))
                .isEqualTo(groups);
        assertThat(top.path("total").longValue()).isEqualTo(total);
        assertThat(top.path("other").longValue()).isZero();
    }

    private static Map<Instant, Map<List<String>, Long>> overTime(JsonNode answer) {
        return overTime(answer, answer.path("series"), "values");
    }

    /** By time and group; without what is 0. */
    private static Map<Instant, Map<List<String>, Long>> overTime(JsonNode answer, JsonNode lines, String values) {
        var found = new HashMap<Instant, Map<List<String>, Long>>();
        for (var line : lines) {
            for (int i = 0; i < answer.path("times").size(); i++) {
                long value = line.path(values).path(i).longValue();
                if (value != 0) {
                    found.computeIfAbsent(
                                    Instant.parse(answer.path("times").get(i).asText()), time -> new HashMap<>())
                            .put(group(line), value);
                }
            }
        }
        return found;
    }

    private static List<String> group(JsonNode row) {
        return stream(row.path("group")).map(JsonNode::asText).toList();
    }

    /** The values of rows by these of their fields. */
    private static Map<List<String>, Long> values(Iterable<JsonNode> rows, String... fields) {
        return StreamSupport.stream(rows.spliterator(), false)
                .collect(Collectors.toMap(
                        row -> Stream.of(fields)
                                .map(field -> row.path(field).asText())
                                .toList(),
                        row -> row.path("value").longValue()));
    }

    private static List<JsonNode> layer(JsonNode parts, int layer) {
        return stream(parts)
                .filter(part -> part.path("layer").intValue() == layer)
                .toList();
    }

    private static Equation equation(Volume received, Volume counted, Map<String, Volume> causes) {
        return new Equation(
                amount(received),
                amount(counted),
                causes.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, one -> amount(one.getValue()))),
                new Equation.Amount(0, 0));
    }

    private static Equation.Amount amount(Volume volume) {
        return new Equation.Amount(volume.packets(), volume.frameBytes());
    }

    /** The whole days that a capture lies in, so that answers are made of the coarsest rows there are. */
    private static String days(Recounted capture) {
        long day = 86_400_000_000_000L;
        var windows = capture.recount().received().keySet().stream().sorted().toList();
        return "from=%s&to=%s&"
                .formatted(
                        Instant.ofEpochSecond(0, windows.getFirst() / day * day),
                        Instant.ofEpochSecond(0, (windows.getLast() / day + 1) * day));
    }

    private JsonNode ask(String pathAndQuery, Recounted capture) throws IOException, InterruptedException {
        return answers.get("/api/v1/" + pathAndQuery + "source=" + encoded(capture.source()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
