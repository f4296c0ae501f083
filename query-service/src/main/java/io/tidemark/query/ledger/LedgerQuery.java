package io.tidemark.query.ledger;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Limited;
import io.tidemark.query.range.Asked;
import io.tidemark.query.range.Coverage;
import io.tidemark.query.range.Range;
import io.tidemark.query.range.Ranges;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;

/** Balances a range. One statement, so that all terms are of one state of the store. Never blocks. */
@ApplicationScoped
class LedgerQuery {
    private final Ranges ranges;

    LedgerQuery(Ranges ranges) {
        this.ranges = ranges;
    }

    Uni<Ledger> of(Asked asked) {
        return ranges.over(asked, this::of);
    }

    /** Fails with {@link Limited} for who may not see all: nodes count all traffic together. */
    Uni<Ledger> of(Range range) {
        range.access().requireAll("ledgers and nodes");
        return ranges.coverage(range).flatMap(coverage -> balance(range, coverage));
    }

    private Uni<Ledger> balance(Range range, Coverage coverage) {
        var sql = range.sql();
        sql.add("SELECT 'received' AS term, node, NULL AS cause, sum(received_packets)::bigint AS packets,")
                .add("  sum(received_bytes)::bigint AS bytes, 0::bigint AS flows, 0::bigint AS windows")
                .add("  FROM " + sql.rows("ledger") + " WHERE " + sql.windows() + " GROUP BY node")
                .add("UNION ALL SELECT 'other', node, cause, sum(packets)::bigint, sum(bytes)::bigint, 0, 0")
                .add("  FROM " + sql.rows("ledger_drop") + " WHERE " + sql.windows() + " GROUP BY node, cause")
                .add("UNION ALL SELECT 'node', node, NULL, sum(forward_packets + reverse_packets)::bigint,")
                .add("  sum(forward_frame_bytes + reverse_frame_bytes)::bigint, sum(flows)::bigint,")
                .add("  count(DISTINCT (window_start, window_group)) FILTER (WHERE windows IS NULL)")
                .add("  + coalesce(sum(windows), 0)::bigint FROM " + sql.rows("node_total") + " WHERE " + sql.windows()
                        + " GROUP BY node")
                .add(
                        "UNION ALL SELECT 'persisted', NULL, NULL, coalesce(sum(forward_packets + reverse_packets), 0)::bigint,")
                .add(
                        "  coalesce(sum(forward_frame_bytes + reverse_frame_bytes), 0)::bigint, coalesce(sum(flows), 0)::bigint, 0")
                .add("  FROM " + sql.rows("application") + " WHERE " + sql.windows())
                .add("UNION ALL SELECT 'windows', NULL, NULL, 0, 0, 0, coalesce(sum(windows), 0)::bigint")
                .add("  FROM " + sql.rows("coverage") + " WHERE " + sql.windows());
        return sql.run().map(rows -> ledger(range, coverage, rows));
    }

    private static Ledger ledger(Range range, Coverage coverage, RowSet<Row> rows) {
        var whole = new Account();
        Map<String, Account> nodes = new TreeMap<>();
        for (var row : rows) {
            var amount = new Amount(row.getLong("packets"), row.getLong("bytes"));
            var node = row.getString("node");
            var account = node == null ? whole : nodes.computeIfAbsent(node, name -> new Account());
            switch (row.getString("term")) {
                case "received" -> {
                    account.received = amount;
                    whole.received = whole.received.plus(amount);
                }
                case "other" -> {
                    account.other(row.getString("cause"), amount);
                    whole.other(row.getString("cause"), amount);
                }
                case "windows" -> account.windows = row.getLong("windows");
                default -> {
                    account.persisted = amount;
                    account.flows = row.getLong("flows");
                    account.windows = row.getLong("windows");
                }
            }
        }
        return new Ledger(
                range.from(),
                range.to(),
                coverage.complete(),
                coverage.missingNodes(),
                whole.received,
                whole.persisted,
                whole.other,
                whole.unexplained(),
                whole.windows,
                whole.flows,
                nodes.entrySet().stream()
                        .map(node -> node.getValue().of(node.getKey()))
                        .toList());
    }
}
