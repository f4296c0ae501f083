package io.tidemark.e2e.ask;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.e2e.capture.Capture;
import io.tidemark.e2e.capture.Conversation;
import io.tidemark.e2e.capture.Scenes;
import io.tidemark.e2e.system.Answers;
import io.tidemark.e2e.system.Command;
import io.tidemark.e2e.system.Equation;
import io.tidemark.e2e.system.House;
import io.tidemark.e2e.system.Tidemark;
import io.tidemark.e2e.system.Wait;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A capture whose truth is known is replayed through the whole system, and asked about in every way there is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AskIT {

    private Capture capture;
    private Tidemark tidemark;
    private Answers answers;
    private String source;

    @BeforeAll
    void replay() throws Exception {
        capture = Scenes.everyday(House.target().resolve("captures"));
        tidemark = Tidemark.start(Tidemark.freshFolder("ask"), Tidemark.replay(List.of(capture.file())))
                .awaitReady();
        answers = tidemark.answers();
        source = answers.awaitSource(capture.file(), Duration.ofSeconds(60));
        Wait.until(
                "all of it to be in PostgreSQL",
                Duration.ofSeconds(60),
                () -> ask("ledger?").at("/persisted/packets").asLong(),
                packets -> packets == capture.truth().metered().packets());
    }

    @AfterAll
    void stop() throws IOException {
        if (tidemark != null) {
            tidemark.close();
        }
    }

    @Test
    void anyCombinationOfDimensionsIsTheTruth() throws Exception {
        var byPort = ask("top?by=protocol,dst.port&metric=packets&limit=1000&");
        var byTalk = ask("top?by=src.addr,dst.addr,dst.port,protocol&metric=retransmitted_packets&limit=1000&");

        assertThat(groups(byPort))
                .isEqualTo(packets(talk -> List.of(protocol(talk), Integer.toString(talk.serverPort()))));
        assertThat(byTalk.path("total").longValue())
                .isEqualTo(capture.truth().conversations().values().stream()
                        .mapToLong(Conversation.Facts::retransmitted)
                        .sum());
        assertThat(byTalk.path("total_rows").intValue())
                .isEqualTo(capture.truth().conversations().size());
    }

    @Test
    void theTopologyOfHostsIsTheTruth() throws Exception {
        var topology = ask("topology?by=host&metric=packets&limit=2000&");

        assertThat(stream(topology.path("edges"))
                        .collect(Collectors.toMap(
                                edge -> List.of(
                                        edge.path("client").asText(),
                                        edge.path("server").asText()),
                                edge -> edge.path("value").longValue())))
                .isEqualTo(packets(talk -> List.of(client(talk), server(talk))));
        assertThat(stream(topology.path("nodes"))
                        .collect(Collectors.toMap(
                                node -> List.of(node.path("key").asText()),
                                node -> node.path("value").longValue())))
                .isEqualTo(ofEnds());
        assertThat(topology.path("other").longValue()).isZero();
    }

    @Test
    void aSankeyRunsWithoutLoss() throws Exception {
        var sankey = ask("sankey?by=protocol,dst.port,src.addr&metric=packets&limit=2&");

        long total = capture.truth().metered().packets();
        assertThat(sankey.path("total").longValue()).isEqualTo(total);
        for (int layer = 0; layer < 3; layer++) {
            assertThat(sum(sankey.path("nodes"), layer)).isEqualTo(total);
        }
        assertThat(List.of(sum(sankey.path("links"), 0), sum(sankey.path("links"), 1)))
                .containsOnly(total);
    }

    @Test
    void aHeatMapHasEachProtocolInEachWindow() throws Exception {
        var heatmap = ask("heatmap?by=protocol&step=10s&metric=frame_bytes&");

        for (var row : heatmap.path("rows")) {
            for (int i = 0; i < heatmap.path("times").size(); i++) {
                long start =
                        Instant.parse(heatmap.path("times").get(i).asText()).getEpochSecond() * 1_000_000_000L;
                long truth = capture.truth().windows().getOrDefault(start, Map.of()).entrySet().stream()
                        .filter(entry -> Conversation.PROTOCOLS
                                .get(entry.getKey())
                                .equals(row.path("key").asText()))
                        .mapToLong(entry -> entry.getValue().frameBytes())
                        .sum();
                assertThat(row.path("cells").get(i).longValue()).isEqualTo(truth);
            }
        }
        assertThat(stream(heatmap.path("rows"))
                        .mapToLong(row -> row.path("total").longValue())
                        .sum())
                .isEqualTo(capture.truth().metered().frameBytes());
    }

    @Test
    void whatWasEarlierIsWhatTheEarlierRangeSays() throws Exception {
        var windows = capture.truth().windows().keySet().stream().sorted().toList();
        var middle = Instant.ofEpochSecond(0, windows.get(windows.size() / 2));
        var range = "from=%s&to=%s&".formatted(middle, middle.plusSeconds(30));
        var before = "from=%s&to=%s&".formatted(middle.minusSeconds(30), middle);

        var compared = ask("top?by=host&compare=previous&limit=1000&" + range);
        var earlier = ask("top?by=host&limit=1000&" + before);

        assertThat(compared.path("earlier_total").longValue())
                .isEqualTo(earlier.path("total").longValue());
        var values = groups(earlier);
        for (var row : compared.path("rows")) {
            assertThat(row.path("earlier").longValue())
                    .isEqualTo(values.getOrDefault(List.of(row.path("key").asText()), 0L));
        }
    }

    @Test
    void theNodeBalances() throws Exception {
        var node = ask("nodes?").path("rows").get(0);

        assertThat(node.path("state").asText()).isEqualTo("current");
        assertThat(node.at("/ledger/persisted/packets").longValue())
                .isEqualTo(capture.truth().metered().packets());
        assertThat(node.at("/ledger/unexplained/packets").longValue()).isZero();
    }

    @Test
    void aQueryAtTheCommandLineIsTheTruthInEveryForm() throws Exception {
        var arguments = new String[] {"query", "--group-by", "protocol", "--metric", "packets", "--source", source};

        var lines = command(arguments, "--format", "jsonl");
        var csv = command(arguments, "--format", "csv");
        var table = command(arguments);
        var series = command(arguments, "--over-time", "--step", "10s", "--format", "jsonl");

        var truth = packets(talk -> List.of(protocol(talk)));
        assertThat(lines.objects().stream()
                        .collect(Collectors.toMap(
                                row -> List.of(row.path("protocol").asText()),
                                row -> row.path("value").longValue())))
                .isEqualTo(truth);
        truth.forEach((protocol, packets) ->
                assertThat(csv.out()).containsPattern("(?m)^%s,[^,]+,%d,".formatted(protocol.getFirst(), packets)));
        assertThat(table.out().lines().findFirst().orElseThrow()).matches("protocol +packets +share +packets +flows");
        assertThat(table.out()).doesNotContain("\033[");
        assertThat(series.objects().stream()
                        .mapToLong(row -> row.path("packets").longValue())
                        .sum())
                .isEqualTo(capture.truth().metered().packets());
    }

    @Test
    void topPagesThroughMoreThanOneAnswerHolds() throws Exception {
        var two = command(new String[] {"top", "conversation", "--source", source}, "--limit", "2", "--format", "csv");
        var all = command(
                new String[] {"top", "conversation", "--source", source}, "--limit", "5000", "--format", "jsonl");

        assertThat(two.out().lines()).hasSize(3);
        assertThat(all.objects()).hasSize(capture.truth().conversations().size());
    }

    @Test
    void whatIsObservedWindowByWindowAddsUpToTheTruth() throws Exception {
        var observed = command(new String[] {"observe", "--source", source}, "--limit", "5000", "--format", "jsonl");

        assertThat(observed.objects().stream()
                        .mapToLong(row -> row.path("packets").longValue())
                        .sum())
                .isEqualTo(capture.truth().metered().packets());
        assertThat(observed.objects().stream()
                        .map(row -> row.path("window").asText())
                        .distinct())
                .hasSize(capture.truth().windows().size());
    }

    @Test
    void theLedgerAtTheCommandLineIsTheTruthInEveryForm() throws Exception {
        var arguments = new String[] {"ledger", "--source", source};

        var table = command(arguments);
        var lines = command(arguments, "--format", "jsonl");
        var csv = command(arguments, "--format", "csv");

        var truth = Equation.of(capture.truth());
        assertThat(lines.objects())
                .hasSize(2)
                .allSatisfy(line -> assertThat(Equation.of(line)).isEqualTo(truth));
        assertThat(lines.objects().getFirst().path("node").isNull()).isTrue();
        assertThat(csv.out())
                .contains(",received,%d,%d"
                        .formatted(truth.received().packets(), truth.received().bytes()));
        assertThat(table.out().lines().findFirst().orElseThrow())
                .matches("node +received +. persisted( +. \\w+)+ +. unexplained");
        assertThat(table.out()).contains("adds up, in packets and in bytes");
        assertThat(table.err()).isEmpty();
    }

    @Test
    void aLedgerThatDoesNotBalanceEndsTheCommandWithAStatusOfItsOwn() throws Exception {
        var window = Instant.ofEpochSecond(
                0, capture.truth().windows().keySet().iterator().next());
        var range = new String[] {
            "ledger",
            "--from",
            window.toString(),
            "--to",
            window.plusSeconds(10).toString(),
            "--source",
            "lost"
        };
        tidemark.database()
                .query("INSERT INTO ledger VALUES ('%s', 'lost', 0, 0, 'node-x', 'eth0', 5, 300, 5, 300) RETURNING 1"
                        .formatted(window));

        var table = Command.ask(tidemark.page(), range);
        var lines = Command.ask(
                tidemark.page(),
                Stream.concat(Stream.of(range), Stream.of("--format", "jsonl")).toArray(String[]::new));

        assertThat(List.of(table.status(), lines.status())).containsOnly(3);
        assertThat(table.out()).contains("does not add up: 5 packets and 300 bytes are unexplained");
        assertThat(lines.objects().getFirst().at("/unexplained/packets").longValue())
                .isEqualTo(5);
    }

    @Test
    void theStatusAtTheCommandLineIsWhatTheServiceSays() throws Exception {
        var status = answers.get("/api/v1/status");

        var lines = command(new String[] {"status"}, "--format", "jsonl").objects();
        var csv = command(new String[] {"status"}, "--format", "csv");
        var table = command(new String[] {"status"});

        var facts = lines.stream()
                .collect(Collectors.toMap(
                        fact -> fact.path("what").asText() + " "
                                + fact.path("of").asText(),
                        fact -> fact.path("value")));
        assertThat(facts.get("newest window " + source).asText())
                .isEqualTo(status.path("sources").get(0).path("latest_window").asText());
        assertThat(facts.get("freshness ").doubleValue())
                .isGreaterThanOrEqualTo(status.path("freshness_seconds").doubleValue());
        assertThat(facts.get("database ").longValue()).isPositive();
        assertThat(facts.get("retention 10s").longValue())
                .isEqualTo(status.path("retention").get(0).path("seconds").longValue());
        assertThat(facts).containsKeys("lag tidemark-aggregator", "lag tidemark-query", "version ");
        assertThat(csv.out().lines()).hasSize(lines.size() + 1).first().isEqualTo("well,what,of,value,unit");
        assertThat(table.out()).contains("retention", "400 d", "a window was closed");
    }

    @Test
    void aFilterThatIsWrongIsShownAtTheCommandLine() throws Exception {
        var wrong = Command.ask(tidemark.page(), "query", "src.namspace == \"shop\"");

        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err().lines())
                .containsExactly(
                        "tidemark query: filter: line 1, column 1: there is no field src.namspace (did you mean src.namespace?)",
                        "  src.namspace == \"shop\"",
                        "  ^");
    }

    @Test
    void anUnknownDimensionIsToldWithTheNearestName() throws Exception {
        var wrong = Command.ask(tidemark.page(), "top", "namspace");

        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err().lines())
                .containsExactly("tidemark top: by: there is no field namspace (did you mean namespace?)");
    }

    @Test
    void aRangeOfWhichNothingWasRecordedIsSaidToBeSo() throws Exception {
        var nothing = command(new String[] {"top", "--from", "1999-01-01T00:00:00Z", "--to", "1999-01-01T01:00:00Z"});

        assertThat(nothing.err().lines())
                .containsExactly(
                        "tidemark top: nothing was recorded from 1999-01-01T00:00:00Z to 1999-01-01T01:00:00Z");
    }

    private Command command(String[] arguments, String... more) throws Exception {
        var command = Command.ask(
                tidemark.page(),
                Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
        assertThat(command.status()).as(command.err()).isZero();
        return command;
    }

    private Map<List<String>, Long> packets(Function<Conversation, List<String>> group) {
        var sums = new HashMap<List<String>, Long>();
        capture.truth()
                .conversations()
                .forEach((talk, facts) -> sums.merge(group.apply(talk), packets(facts), Long::sum));
        return sums;
    }

    private Map<List<String>, Long> ofEnds() {
        var sums = new HashMap<List<String>, Long>();
        capture.truth()
                .conversations()
                .forEach((talk, facts) -> Stream.of(client(talk), server(talk))
                        .distinct()
                        .forEach(end -> sums.merge(List.of(end), packets(facts), Long::sum)));
        return sums;
    }

    private static long packets(Conversation.Facts facts) {
        return facts.forward().packets() + facts.reverse().packets();
    }

    private static Map<List<String>, Long> groups(JsonNode top) {
        return stream(top.path("rows"))
                .collect(Collectors.toMap(
                        row -> stream(row.path("group")).map(JsonNode::asText).toList(),
                        row -> row.path("value").longValue()));
    }

    private static long sum(JsonNode parts, int layer) {
        return stream(parts)
                .filter(part -> part.path("layer").intValue() == layer)
                .mapToLong(part -> part.path("value").longValue())
                .sum();
    }

    private static String protocol(Conversation talk) {
        return Conversation.PROTOCOLS.get(talk.protocol());
    }

    /** As PostgreSQL writes addresses. */
    private static String client(Conversation talk) {
        return shortened(talk.client().getHostAddress());
    }

    private static String server(Conversation talk) {
        return shortened(talk.server().getHostAddress());
    }

    /** The longest run of zeros of an IPv6 address as :: (RFC 5952, section 4.2). */
    private static String shortened(String address) {
        return address.contains(":") ? address.replaceFirst("(^|:)0(:0)+(:|$)", "::") : address;
    }

    private JsonNode ask(String pathAndQuery) throws IOException, InterruptedException {
        return answers.get("/api/v1/" + pathAndQuery + "source=" + URLEncoder.encode(source, StandardCharsets.UTF_8));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
