package io.tidemark.query.ledger;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Limited;
import io.tidemark.query.range.Asked;
import io.tidemark.query.range.Coverage;
import io.tidemark.query.range.Range;
import io.tidemark.query.range.Ranges;
import io.tidemark.query.range.Sql;
import io.tidemark.query.text.Text;
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
        range.access().requireAll(Text.of("ledgers and nodes"));
        return ranges.covered(range, statement(range), (coverage, rows) -> ledger(range, coverage, rows));
    }

    private static Sql statement(Range range) {
        var sql = range.sql();
        sql.add("SELECT 'received' AS term, node, NULL AS cause, total(received_packets) AS packets,")
                .add("  total(received_bytes) AS bytes, 0::bigint AS flows, 0::bigint AS windows")
                .add("  FROM " + sql.rows("ledger") + " GROUP BY node")
                .add("UNION ALL SELECT 'other', node, cause, total(packets), total(bytes), 0, 0")
                .add("  FROM " + sql.rows("ledger_drop") + " GROUP BY node, cause")
                .add("UNION ALL SELECT 'node', node, NULL, total(forward_packets + reverse_packets),")
                .add("  total(forward_frame_bytes + reverse_frame_bytes), total(flows),")
                .add("  count(DISTINCT (window_start, window_group)) FILTER (WHERE windows IS NULL)")
                .add("  + coalesce(total(windows), 0) FROM " + sql.rows("node_total") + " GROUP BY node")
                .add("UNION ALL SELECT 'persisted', NULL, NULL, coalesce(total(forward_packets + reverse_packets), 0),")
                .add("  coalesce(total(forward_frame_bytes + reverse_frame_bytes), 0), coalesce(total(flows), 0), 0")
                .add("  FROM " + sql.rows("application"))
                .add("UNION ALL SELECT 'windows', NULL, NULL, 0, 0, 0, coalesce(total(windows), 0)")
                .add("  FROM " + sql.rows("coverage"));
        return sql;
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
                coverage.recordedFrom(),
                coverage.recordedTo(),
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
