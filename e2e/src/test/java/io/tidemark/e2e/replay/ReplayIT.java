package io.tidemark.e2e.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.e2e.capture.Capture;
import io.tidemark.e2e.capture.Conversation;
import io.tidemark.e2e.capture.Scenes;
import io.tidemark.e2e.capture.Truth;
import io.tidemark.e2e.capture.Volume;
import io.tidemark.e2e.system.Answers;
import io.tidemark.e2e.system.Browser;
import io.tidemark.e2e.system.Equation;
import io.tidemark.e2e.system.House;
import io.tidemark.e2e.system.Tidemark;
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
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Captures whose truth is known are replayed through the whole system, until it says that all is in PostgreSQL. Then it is
 * started again with the same captures on the same data, which must change nothing, and asked in every way there is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private List<Capture> captures;
    private int exit;
    private JsonNode drained;
    private Tidemark tidemark;
    private Answers answers;
    private Map<Path, String> sources;

    @BeforeAll
    void replay() throws Exception {
        var made = House.target().resolve("captures");
        captures = List.of(Scenes.everyday(made), Scenes.old(made), Scenes.unordered(made));
        var files = captures.stream().map(Capture::file).toList();
        var folder = Tidemark.freshFolder("replay");
        try (var first = Tidemark.start(folder, Tidemark.replay(files, "--until-drained"))) {
            exit = first.awaitExit(Duration.ofMinutes(3));
            drained = first.lastLine();
        }
        tidemark = Tidemark.start(folder, Tidemark.replay(files)).awaitReady();
        answers = tidemark.answers();
        sources = new HashMap<>();
        for (var capture : captures) {
            sources.put(capture.file(), answers.awaitSource(capture.file(), PATIENCE));
        }
    }

    @AfterAll
    void stop() throws IOException {
        if (tidemark != null) {
            tidemark.close();
        }
    }

    List<Capture> captures() {
        return captures;
    }

    @Test
    void untilDrainedPrintsTheTruthAndSaysThatItBalances() {
        assertThat(exit).isZero();
        assertThat(Equation.of(drained)).isEqualTo(Equation.of(truthOfAll()));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theLedgerOverRestIsTheTruth(Capture capture) throws Exception {
        var answer = ask("ledger?", capture);

        assertThat(Equation.of(answer)).isEqualTo(Equation.of(capture.truth()));
        assertThat(answer.path("complete").booleanValue()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theLedgerOverGraphqlIsTheTruth(Capture capture) throws Exception {
        var answer = answers.graphql("""
                { ledger(source: ["%s"]) {
                    received { packets bytes } persisted { packets bytes } unexplained { packets bytes }
                    other { key value { packets bytes } } } }
                """.formatted(sources.get(capture.file())));

        assertThat(Equation.ofGraphql(answer.path("ledger"))).isEqualTo(Equation.of(capture.truth()));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theTimeSeriesHasEachProtocolInEachWindow(Capture capture) throws Exception {
        for (var metric : Metric.values()) {
            var answer = ask("timeseries?step=10s&by=protocol&metric=%s&".formatted(metric.label), capture);

            assertThat(series(answer)).as(metric.label).isEqualTo(expectedSeries(capture.truth(), metric));
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theTopListsAddUpToTheTotal(Capture capture) throws Exception {
        for (var by : List.of("application", "protocol", "conversation")) {
            for (var metric : Metric.values()) {
                var answer = ask("top?limit=5&by=%s&metric=%s&".formatted(by, metric.label), capture);

                var rows = stream(answer.path("rows"))
                        .mapToLong(row -> row.required("value").longValue())
                        .sum();
                assertThat(answer.path("total").longValue())
                        .as("%s %s", by, metric)
                        .isEqualTo(metric.of(capture.truth().metered()));
                assertThat(rows + answer.required("other").longValue())
                        .as("%s %s", by, metric)
                        .isEqualTo(metric.of(capture.truth().metered()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyConversationIsThereWithBothItsDirections(Capture capture) throws Exception {
        var found = new HashMap<Conversation, Conversation.Facts>();
        String cursor = null;
        do {
            var page = ask(
                    "conversations?limit=100&" + (cursor == null ? "" : "cursor=" + encoded(cursor) + "&"), capture);
            page.path("rows")
                    .forEach(row -> found.merge(Conversation.told(row), Conversation.Facts.told(row), (one, other) -> {
                        throw new AssertionError("twice: " + row);
                    }));
            assertThat(page.path("other").required("packets").longValue()).isZero();
            cursor = page.path("next").textValue();
        } while (cursor != null);

        assertThat(found).isEqualTo(capture.truth().conversations());
    }

    @Test
    void hostsSumUpToTwiceTheTraffic() throws Exception {
        var capture = captures.getFirst();

        var answer = ask("top?by=host&metric=packets&limit=1000&", capture);

        assertThat(stream(answer.path("rows"))
                        .mapToLong(row -> row.path("value").longValue())
                        .sum())
                .isEqualTo(2 * capture.truth().metered().packets());
    }

    @Test
    void graphqlGivesTheSameAnswersAsRest() throws Exception {
        var capture = captures.getFirst();
        var source = sources.get(capture.file());

        var data = answers.graphql("""
                { timeseries(source: ["%1$s"], step: "10s", by: PROTOCOL, metric: PACKETS) { series { key total } }
                  top(source: ["%1$s"], by: APPLICATION, metric: FRAME_BYTES, limit: 3) { total other rows { key value } }
                  conversations(source: ["%1$s"], limit: 3) { totalRows rows { client server serverPort packets } } }
                """.formatted(source));

        var top = ask("top?by=application&metric=frame_bytes&limit=3&", capture);
        assertThat(data.path("top").path("total").longValue())
                .isEqualTo(capture.truth().metered().frameBytes())
                .isEqualTo(top.path("total").longValue());
        assertThat(data.path("top").path("rows").findValuesAsText("value"))
                .isEqualTo(top.path("rows").findValuesAsText("value"));
        assertThat(stream(data.path("timeseries").path("series"))
                        .mapToLong(line -> line.path("total").longValue())
                        .sum())
                .isEqualTo(capture.truth().metered().packets());
        assertThat(data.path("conversations").path("totalRows").longValue())
                .isEqualTo(capture.truth().conversations().size());
    }

    @ParameterizedTest
    @MethodSource("captures")
    void postgresqlItselfHoldsTheTruth(Capture capture) throws Exception {
        var source = sources.get(capture.file());
        var truth = capture.truth();
        var sums = "SELECT sum(forward_packets + reverse_packets), sum(forward_bytes + reverse_bytes),"
                + " sum(forward_frame_bytes + reverse_frame_bytes) FROM %s WHERE window_group = '%s'";

        var database = tidemark.database();

        var metered = List.of(
                truth.metered().packets(),
                truth.metered().bytes(),
                truth.metered().frameBytes());
        for (var table : List.of("application", "conversation", "node_total")) {
            assertThat(database.numbers(sums.formatted(table, source)))
                    .as(table)
                    .isEqualTo(metered);
        }
        assertThat(database.numbers(
                        "SELECT sum(received_packets), sum(received_bytes), sum(metered_packets), sum(metered_bytes)"
                                + " FROM ledger WHERE window_group = '%s'".formatted(source)))
                .containsExactly(
                        truth.received().packets(),
                        truth.received().frameBytes(),
                        truth.metered().packets(),
                        truth.metered().frameBytes());
    }

    @Test
    void everyWayToAskCountsTheSameFlows() throws Exception {
        long overRest = 0;
        long overSeries = 0;
        for (var capture : captures) {
            overRest += ask("ledger?", capture).path("flows").longValue();
            overSeries += stream(
                            ask("timeseries?by=none&metric=flows&", capture).path("series"))
                    .mapToLong(line -> line.path("total").longValue())
                    .sum();
        }

        assertThat(List.of(overRest, overSeries, drained.path("flows").longValue()))
                .containsOnly(tidemark.database()
                        .numbers("SELECT sum(flows) FROM conversation")
                        .getFirst());
    }

    @ParameterizedTest
    @MethodSource("captures")
    void thePageShowsTheTruth(Capture capture) {
        var truth = capture.truth();
        var source = "source=" + encoded(sources.get(capture.file()));

        try (var browser = Browser.start()) {
            var page = browser.open(tidemark.page().resolve("?" + source));

            Browser.value(page, "ledger-received-packets", truth.received().packets());
            Browser.value(page, "ledger-persisted-packets", truth.metered().packets());
            Browser.value(page, "ledger-unexplained", 0L);
            truth.other()
                    .forEach((cause, volume) -> Browser.value(page, "ledger-" + cause + "-packets", volume.packets()));
            Browser.value(page, "top-table", truth.metered().frameBytes());
            Browser.value(page, "chart", null);
            Browser.screenshot(page, "page-" + capture);
            var conversations = browser.open(tidemark.page().resolve("?view=conversations&" + source));
            assertThat(Browser.value(conversations, "conversations-table", null))
                    .isPositive();
            Browser.screenshot(conversations, "page-conversations-" + capture);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void windowsOf2009AreWindowsOf2009() throws Exception {
        var status = answers.get("/api/v1/status");

        assertThat(status.path("earliest_window").asText()).isEqualTo("2009-06-30T23:59:40Z");
    }

    private Truth truthOfAll() {
        return captures.stream().map(Capture::truth).reduce(Truth::plus).orElseThrow();
    }

    private JsonNode ask(String pathAndQuery, Capture capture) throws IOException, InterruptedException {
        return answers.get("/api/v1/" + pathAndQuery + "source=" + encoded(sources.get(capture.file())));
    }

    private static Map<Instant, Map<String, Long>> series(JsonNode answer) {
        var found = new TreeMap<Instant, Map<String, Long>>();
        var times = new ArrayList<Instant>();
        answer.path("times").forEach(time -> times.add(Instant.parse(time.asText())));
        for (var line : answer.path("series")) {
            for (int i = 0; i < times.size(); i++) {
                long value = line.path("values").path(i).longValue();
                if (value != 0) {
                    found.computeIfAbsent(times.get(i), time -> new TreeMap<>())
                            .put(line.path("key").asText(), value);
                }
            }
        }
        return found;
    }

    private static Map<Instant, Map<String, Long>> expectedSeries(Truth truth, Metric metric) {
        var expected = new TreeMap<Instant, Map<String, Long>>();
        truth.windows().forEach((start, protocols) -> {
            var window = new TreeMap<String, Long>();
            protocols.forEach(
                    (protocol, volume) -> window.put(Conversation.PROTOCOLS.get(protocol), metric.of(volume)));
            expected.put(Instant.ofEpochSecond(0, start), window);
        });
        return expected;
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What is summed, as REST names it. */
    private enum Metric {
        PACKETS("packets") {
            @Override
            long of(Volume volume) {
                return volume.packets();
            }
        },
        BYTES("bytes") {
            @Override
            long of(Volume volume) {
                return volume.bytes();
            }
        },
        FRAME_BYTES("frame_bytes") {
            @Override
            long of(Volume volume) {
                return volume.frameBytes();
            }
        };

        private final String label;

        Metric(String label) {
            this.label = label;
        }

        abstract long of(Volume volume);
    }
}
