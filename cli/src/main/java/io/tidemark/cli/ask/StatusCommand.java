package io.tidemark.cli.ask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code tidemark status}: how fresh, how far behind, how much; what is not well first. */
public final class StatusCommand extends Asking {
    private static final String LIVE = "live";

    /** A live window is here some 12 s after its end; one that began longer ago than this is late. */
    private static final Duration LATE = Duration.ofSeconds(70);

    /** Of this process. */
    public StatusCommand() {
        this(Surroundings.ofProcess());
    }

    StatusCommand(Surroundings surroundings) {
        super("status", surroundings);
        spec().usageMessage()
                .header("Tells how fresh a running Tidemark's answers are.")
                .description(
                        "Age of the newest windows, nodes of the last hour, what waits in Kafka, how long rows are kept, "
                                + "size of the database. What is not well stands first, marked !.%n")
                .footer(
                        "",
                        "Examples:",
                        "  tidemark status",
                        "  tidemark status --format jsonl | jq 'select(.well | not)'");
    }

    @Override
    int run(Server server) throws IOException {
        var facts = facts(server).stream()
                .sorted(Comparator.comparing(Fact::well)) // stable: else as they are told
                .toList();
        switch (common.form()) {
            case TABLE -> out.print(table(facts).text(terminal));
            case JSONL -> lines(facts);
            case CSV -> csv(facts);
        }
        return 0;
    }

    private List<Fact> facts(Server server) throws IOException {
        var status = server.ask(new Question("status"));
        var facts = new ArrayList<Fact>();
        freshness(status, facts);
        facts.addAll(nodes(server));
        status.path("lag").forEach(lag -> facts.add(lag(lag)));
        long bytes = status.path("database_bytes").asLong();
        facts.add(new Fact(true, "database", "", bytes, "bytes", Words.amount(bytes, "bytes")));
        for (var kept : status.path("retention")) {
            long seconds = kept.path("seconds").asLong();
            facts.add(new Fact(
                    true, "retention", kept.path("resolution").asText(), seconds, "seconds", Words.length(seconds)));
        }
        var version = status.path("version").asText();
        facts.add(new Fact(true, "version", "", version, "", version));
        return facts;
    }

    /** When a window was closed last, and how old the newest one of each source is, by the server's clock. */
    private static void freshness(JsonNode status, List<Fact> facts) {
        if (!status.path("freshness_seconds").isNumber()) {
            facts.add(new Fact(false, "freshness", "", null, "seconds", "no window was ever closed"));
            return;
        }
        double freshness = status.path("freshness_seconds").asDouble();
        facts.add(new Fact(
                true,
                "freshness",
                "",
                freshness,
                "seconds",
                "a window was closed " + Words.length(freshness) + " ago"));
        var now = Instant.parse(status.path("last_closed_at").asText()).plusMillis((long) (freshness * 1000));
        for (var source : status.path("sources")) {
            var name = source.path("source").asText();
            var newest = source.path("latest_window").asText();
            var age = Duration.between(Instant.parse(newest), now);
            boolean late = name.equals(LIVE) && age.compareTo(LATE) > 0;
            facts.add(new Fact(
                    !late,
                    "newest window",
                    name,
                    newest,
                    "",
                    name.equals(LIVE)
                            ? "began %s ago".formatted(Words.length(age.toMillis() / 1e3))
                            : Words.time(newest)));
        }
    }

    /** None for who is limited to namespaces: nodes count all traffic together. */
    private List<Fact> nodes(Server server) throws IOException {
        try {
            return Paged.of(server, new Question("nodes"), Integer.MAX_VALUE).rows().stream()
                    .map(StatusCommand::node)
                    .toList();
        } catch (Refused e) {
            if (!e.isForbidden()) {
                throw e;
            }
            say(e.getMessage());
            return List.of();
        }
    }

    private static Fact node(JsonNode node) {
        var state = node.path("state").asText();
        boolean whole = node.path("missing_windows").asLong() == 0;
        return new Fact(
                whole && !state.equals("missing"),
                "node",
                node.path("node").asText(),
                state,
                "",
                whole ? state : state + "; " + Missing.of(node));
    }

    private static Fact lag(JsonNode lag) {
        var group = lag.path("group").asText();
        if (!lag.path("backlog").isNumber() || !lag.path("records").isNumber()) {
            return new Fact(true, "lag", group, null, "records", "unknown: Kafka does not say");
        }
        long backlog = lag.path("backlog").asLong();
        return new Fact(
                backlog == 0,
                "lag",
                group,
                backlog,
                "records",
                "%s records now, at least %s throughout the last minute"
                        .formatted(Words.exact(lag.path("records").asLong()), Words.exact(backlog)));
    }

    private static Grid table(List<Fact> facts) {
        var grid = new Grid(List.of("", "what", "of", "is"), List.of(false, false, false, false));
        facts.forEach(fact -> grid.add(List.of(fact.well() ? "" : "!", fact.what(), fact.of(), fact.text())));
        return grid;
    }

    private void lines(List<Fact> facts) throws IOException {
        var mapper = new ObjectMapper();
        for (var fact : facts) {
            var object = mapper.createObjectNode()
                    .put("well", fact.well())
                    .put("what", fact.what())
                    .put("of", fact.of())
                    .putPOJO("value", fact.value())
                    .put("unit", fact.unit());
            out.println(mapper.writeValueAsString(object));
        }
    }

    private void csv(List<Fact> facts) {
        out.println("well,what,of,value,unit");
        facts.forEach(fact -> out.println(Stream.of(fact.well(), fact.what(), fact.of(), fact.value(), fact.unit())
                .map(cell -> cell == null ? "" : cell.toString())
                .map(StatusCommand::quoted)
                .collect(Collectors.joining(","))));
    }

    /** A name may have anything in it (RFC 4180). */
    private static String quoted(String cell) {
        return cell.matches("[^,\"\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
