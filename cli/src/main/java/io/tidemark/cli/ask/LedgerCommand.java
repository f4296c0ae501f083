package io.tidemark.cli.ask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** {@code tidemark ledger}: whether the numbers add up, node by node, and what is missing and why. */
public final class LedgerCommand extends Asking {
    private static final int UNBALANCED = 3;

    /** Windows reach the store in parts: what is unexplained a moment later still is. */
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(3);

    /** Of this process. */
    public LedgerCommand() {
        this(Surroundings.ofProcess());
    }

    LedgerCommand(Surroundings surroundings) {
        super("ledger", surroundings);
        common.addRangeTo(spec(), "1h");
        endsWith(UNBALANCED, "the ledger does not balance: packets or bytes are unexplained");
        spec().usageMessage()
                .header("Balances what was received: in a flow, or not, and why.")
                .description("received = persisted + what has another cause, of each node and of all, in packets; "
                        + "the rest is unexplained and ought to be 0. jsonl and csv tell bytes on the wire too, "
                        + "and the whole as a line without a node.%n")
                .footer(
                        "",
                        "Examples:",
                        "  tidemark ledger --last 1d",
                        "  tidemark ledger --source live --format jsonl | jq .unexplained.packets",
                        "  tidemark ledger --last 5m > /dev/null || echo 'something is lost'");
    }

    @Override
    int run(Server server) throws IOException {
        var ledger = settled(server);
        switch (common.form()) {
            case CSV -> out.print(server.csv(ofTheSameRange(ledger, "ledger")));
            case JSONL -> lines(ledger);
            case TABLE -> {
                out.print(table(ledger).text(terminal));
                out.println(verdict(ledger));
                Paged.of(server, ofTheSameRange(ledger, "nodes"), Integer.MAX_VALUE).rows().stream()
                        .filter(node -> node.path("missing_windows").asLong() > 0)
                        .forEach(node -> out.println(node.path("node").asText() + ": " + Missing.of(node)));
            }
        }
        sayWhatIsMissing(ledger);
        return balances(ledger) ? 0 : UNBALANCED;
    }

    /** The ledger; where it does not balance, as it is a moment later. */
    private JsonNode settled(Server server) throws IOException {
        var ledger = server.ask(common.ask("ledger", now()));
        if (balances(ledger)) {
            return ledger;
        }
        try {
            Thread.sleep(SETTLES_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ledger;
        }
        return server.ask(ofTheSameRange(ledger, "ledger"));
    }

    private Question ofTheSameRange(JsonNode answer, String path) {
        var question = new Question(path)
                .with("from", answer.path("from").asText())
                .with("to", answer.path("to").asText());
        common.sources().forEach(name -> question.with("source", name));
        return question;
    }

    private static boolean balances(JsonNode ledger) {
        return ledger.at("/unexplained/packets").asLong() == 0
                && ledger.at("/unexplained/bytes").asLong() == 0;
    }

    /** A line for each node, and for all of them where they are several. */
    private static Grid table(JsonNode ledger) {
        var causes = new TreeSet<String>();
        ledger.path("other").fieldNames().forEachRemaining(causes::add);
        var head = new ArrayList<>(List.of("node", "received", "= persisted"));
        causes.forEach(cause -> head.add("+ " + cause));
        head.add("+ unexplained");
        var numbers = new ArrayList<>(Collections.nCopies(head.size(), true));
        numbers.set(0, false);
        var grid = new Grid(head, numbers);
        for (var node : ledger.path("nodes")) {
            grid.add(equation(node.path("node").asText(), node, causes));
        }
        if (ledger.path("nodes").size() != 1) {
            grid.add(equation("all", ledger, causes));
        }
        return grid;
    }

    private static List<String> equation(String name, JsonNode balance, TreeSet<String> causes) {
        var cells =
                new ArrayList<>(List.of(name, packets(balance.path("received")), packets(balance.path("persisted"))));
        causes.forEach(cause -> cells.add(packets(balance.path("other").path(cause))));
        cells.add(packets(balance.path("unexplained")));
        return cells;
    }

    private static String packets(JsonNode amount) {
        return Words.exact(amount.path("packets").asLong());
    }

    private static String verdict(JsonNode ledger) {
        if (balances(ledger) && ledger.path("windows").asLong() == 0) {
            return "nothing was recorded";
        }
        return balances(ledger)
                ? "adds up, in packets and in bytes, over %s windows"
                        .formatted(Words.exact(ledger.path("windows").asLong()))
                : "does not add up: %s packets and %s bytes are unexplained"
                        .formatted(
                                packets(ledger.path("unexplained")),
                                Words.exact(ledger.at("/unexplained/bytes").asLong()));
    }

    /** The whole, whose node is null, and each node. */
    private void lines(JsonNode ledger) throws IOException {
        var mapper = new ObjectMapper();
        var whole = mapper.createObjectNode().putNull("node");
        whole.setAll((ObjectNode) ledger);
        whole.remove("nodes");
        out.println(mapper.writeValueAsString(whole));
        for (var node : ledger.path("nodes")) {
            out.println(mapper.writeValueAsString(node));
        }
    }
}
