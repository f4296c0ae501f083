package io.tidemark.query.ledger;

import io.tidemark.query.reply.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Answers as tables, for CSV. */
final class Tables {
    private Tables() {}

    /** A row for each term of each node's equation, and of the whole, whose node is empty. */
    static Table of(Ledger answer) {
        var rows = new ArrayList<List<Object>>();
        terms(rows, "", answer.received(), answer.persisted(), answer.unexplained());
        answer.other().forEach((cause, amount) -> rows.add(term("", cause, amount)));
        for (var node : answer.nodes()) {
            terms(rows, node.node(), node.received(), node.persisted(), node.unexplained());
            node.other().forEach((cause, amount) -> rows.add(term(node.node(), cause, amount)));
        }
        return new Table(List.of("node", "term", "packets", "bytes"), rows, answer);
    }

    /** A row for each term of each step's equation. */
    static Table of(WindowLedgers answer) {
        var rows = new ArrayList<List<Object>>();
        for (var step : answer.rows()) {
            var time = step.time().toString();
            terms(rows, time, step.received(), step.persisted(), step.unexplained());
            step.other().forEach((cause, amount) -> rows.add(term(time, cause, amount)));
        }
        return new Table(List.of("time", "term", "packets", "bytes"), rows, answer);
    }

    private static void terms(
            List<List<Object>> rows, String of, Amount received, Amount persisted, Amount unexplained) {
        rows.add(term(of, "received", received));
        rows.add(term(of, "persisted", persisted));
        rows.add(term(of, "unexplained", unexplained));
    }

    private static List<Object> term(String of, String term, Amount amount) {
        return List.of(of, term, amount.packets(), amount.bytes());
    }

    static Table of(Nodes answer) {
        var columns = List.of(
                "node",
                "source",
                "state",
                "first_window",
                "last_window",
                "windows",
                "missing_windows",
                "last_missing",
                "received_packets",
                "persisted_packets",
                "unexplained_packets");
        var rows = answer.rows().stream().map(Tables::row).toList();
        return new Table(columns, rows, answer, answer.next());
    }

    private static List<Object> row(Node node) {
        var ledger = node.ledger();
        return Arrays.asList(
                node.node(),
                node.source(),
                node.state().label(),
                node.firstWindow(),
                node.lastWindow(),
                node.windows(),
                node.missingWindows(),
                node.lastMissing(),
                ledger == null ? null : ledger.received().packets(),
                ledger == null ? null : ledger.persisted().packets(),
                ledger == null ? null : ledger.unexplained().packets());
    }
}
