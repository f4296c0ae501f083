package io.tidemark.query.ledger;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.problem.Bounds;
import io.tidemark.query.range.Asked;
import io.tidemark.query.range.Range;
import io.tidemark.query.range.Ranges;
import io.tidemark.query.range.Sql;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What became of each node: its windows, those that were closed without it, and its equation. Never blocks. */
@ApplicationScoped
class NodesQuery {
    private static final int PARTS = 360;
    private static final long FINEST = 10; // seconds

    private final LedgerQuery ledger;
    private final Ranges ranges;

    NodesQuery(LedgerQuery ledger, Ranges ranges) {
        this.ledger = ledger;
        this.ranges = ranges;
    }

    Uni<Nodes> page(Asked asked, int limit, String cursor) {
        Bounds.check("limit", limit, 1, 1000);
        var after = NodeCursor.parse(cursor);
        return ranges.over(
                after == null ? asked : after.asked(asked.sources()),
                range -> Uni.combine()
                        .all()
                        .unis(ledger.of(range), statement(range).run())
                        .with((balance, rows) -> answer(range, balance, limit, after, rows)));
    }

    /** In rows that are fine enough to tell parts of the range apart: single windows of an hour, minutes of a day. */
    private static Sql statement(Range range) {
        var sql = range.sql(
                Math.max(FINEST, Duration.between(range.from(), range.to()).toSeconds() / PARTS / FINEST * FINEST));
        return sql.add("WITH covered AS MATERIALIZED (SELECT * FROM " + sql.rows("coverage") + "),")
                .add(
                        "newest AS (SELECT window_group, max(window_start) AS newest, max(longest) AS length FROM covered GROUP BY 1),")
                .add(
                        "seen AS (SELECT node, window_group, min(window_start) AS first_window, max(window_start) AS last_window,")
                .add(
                        "  count(DISTINCT window_start) FILTER (WHERE windows IS NULL) + coalesce(total(windows), 0) AS windows")
                .add("  FROM " + sql.rows("node_total") + " GROUP BY 1, 2),")
                .add("missed AS (SELECT node, window_group, count(DISTINCT window_start) AS missing_windows,")
                .add("  max(window_start) AS last_missing FROM covered, unnest(missing_nodes) node GROUP BY 1, 2)")
                .add("SELECT node, window_group, first_window, last_window, coalesce(windows, 0) AS windows,")
                .add(
                        "  coalesce(missing_windows, 0) AS missing_windows, last_missing, newest, last_window >= newest - length")
                .add(
                        "  AS current FROM seen FULL JOIN missed USING (node, window_group) JOIN newest USING (window_group)")
                .add("ORDER BY node COLLATE \"C\", window_group COLLATE \"C\"");
    }

    private static Nodes answer(Range range, Ledger balance, int limit, NodeCursor after, RowSet<Row> rows) {
        var ledgers = balance.nodes().stream().collect(Collectors.toMap(NodeLedger::node, node -> node));
        var all = new ArrayList<Node>();
        for (var row : rows) {
            all.add(node(row, ledgers.get(row.getString("node"))));
        }
        var left = after == null ? all : all.stream().filter(after::isBefore).toList();
        var page = List.copyOf(left.subList(0, Math.min(limit, left.size())));
        return new Nodes(
                range.from(),
                range.to(),
                balance.complete(),
                balance.missingNodes(),
                balance.recordedFrom(),
                balance.recordedTo(),
                all.size(),
                page,
                left.size() > limit ? next(range, page.getLast()) : null);
    }

    private static String next(Range range, Node last) {
        return new NodeCursor(range.from(), range.to(), last.node(), last.source()).text();
    }

    private static Node node(Row row, NodeLedger ledger) {
        return new Node(
                row.getString("node"),
                row.getString("window_group"),
                state(row),
                instant(row, "first_window"),
                instant(row, "last_window"),
                row.getLong("windows"),
                row.getLong("missing_windows"),
                instant(row, "last_missing"),
                ledger);
    }

    private static NodeState state(Row row) {
        if (Boolean.TRUE.equals(row.getBoolean("current"))) {
            return NodeState.CURRENT;
        }
        var missing = instant(row, "last_missing");
        var last = instant(row, "last_window");
        return missing != null && (last == null || missing.isAfter(last)) ? NodeState.MISSING : NodeState.GONE;
    }

    private static Instant instant(Row row, String column) {
        var value = row.get(OffsetDateTime.class, column);
        return value == null ? null : value.toInstant();
    }
}
