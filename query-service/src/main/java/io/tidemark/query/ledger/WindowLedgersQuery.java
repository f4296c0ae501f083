package io.tidemark.query.ledger;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.grouping.Steps;
import io.tidemark.query.problem.Bounds;
import io.tidemark.query.range.Asked;
import io.tidemark.query.range.Coverage;
import io.tidemark.query.range.Range;
import io.tidemark.query.range.Ranges;
import io.tidemark.query.range.Sql;
import io.tidemark.query.text.Text;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Balances each window of a range by itself, or each step where there are too many. Never blocks. */
@ApplicationScoped
class WindowLedgersQuery {
    private static final long[] NICE = {1, 6, 30, 60, 360, 8640
    }; // windows: of 10 s up to a minute, 5 and 10, an hour, a day

    private final Ranges ranges;

    WindowLedgersQuery(Ranges ranges) {
        this.ranges = ranges;
    }

    /**
     * @param node  null: all nodes together
     * @param limit steps at most, 2-1000
     */
    Uni<WindowLedgers> of(Asked asked, String node, int limit) {
        Bounds.check("limit", limit, 2, 1000);
        return ranges.over(asked, range -> {
            range.access().requireAll(Text.of("ledgers and nodes"));
            return ranges.coverage(range).flatMap(coverage -> {
                long step = step(range, coverage.windowSeconds(), limit);
                return statement(range, node, step).run().map(rows -> answer(range, coverage, node, step, rows));
            });
        });
    }

    /** The finest nice step of which at most so many touch the range. */
    private static long step(Range range, long windowSeconds, int limit) {
        long from = range.from().getEpochSecond();
        long to = range.to().getEpochSecond() + (range.to().getNano() > 0 ? 1 : 0);
        for (long nice : NICE) {
            long step = nice * windowSeconds;
            if (Math.ceilDiv(to, step) - Math.floorDiv(from, step) <= limit) {
                return step;
            }
        }
        return Math.ceilDiv(to - from, (limit - 1) * windowSeconds) * windowSeconds;
    }

    /** Each term in one row for a step; who is missing in one for each node. */
    private static Sql statement(Range range, String node, long step) {
        var sql = range.sql(step);
        var at = new Steps(step, 0).sql(sql);
        var ofNode = node == null ? "" : " WHERE node = " + sql.bind(node);
        var counted = node == null ? "application" : "node_total";
        return sql.add("SELECT 'received' AS term, " + at + " AS at, NULL AS name, total(received_packets) AS packets,")
                .add("  total(received_bytes) AS bytes, 0::bigint AS flows")
                .add("  FROM " + sql.rows("ledger") + ofNode + " GROUP BY 2")
                .add("UNION ALL SELECT 'other', " + at + ", cause, total(packets), total(bytes), 0")
                .add("  FROM " + sql.rows("ledger_drop") + ofNode + " GROUP BY 2, 3")
                .add("UNION ALL SELECT 'persisted', " + at + ", NULL, total(forward_packets + reverse_packets),")
                .add("  total(forward_frame_bytes + reverse_frame_bytes), total(flows)")
                .add("  FROM " + sql.rows(counted) + ofNode + " GROUP BY 2")
                .add("UNION ALL SELECT DISTINCT 'missing', " + at + ", node, 0::bigint, 0::bigint, 0::bigint")
                .add("  FROM " + sql.rows("coverage") + ", unnest(missing_nodes) node" + ofNode);
    }

    private static WindowLedgers answer(Range range, Coverage coverage, String node, long step, RowSet<Row> rows) {
        Map<Instant, Account> accounts = new TreeMap<>(Comparator.reverseOrder());
        Map<Instant, TreeSet<String>> missing = new TreeMap<>();
        for (var row : rows) {
            var at = row.get(OffsetDateTime.class, "at").toInstant();
            var account = accounts.computeIfAbsent(at, time -> new Account());
            var amount = new Amount(row.getLong("packets"), row.getLong("bytes"));
            switch (row.getString("term")) {
                case "received" -> account.received = amount;
                case "other" -> account.other(row.getString("name"), amount);
                case "missing" ->
                    missing.computeIfAbsent(at, time -> new TreeSet<>()).add(row.getString("name"));
                default -> {
                    account.persisted = amount;
                    account.flows = row.getLong("flows");
                }
            }
        }
        var told = new ArrayList<WindowLedger>();
        accounts.forEach((at, account) -> {
            if (node != null) {
                account.leaveOutDuplicates();
            }
            told.add(new WindowLedger(
                    at,
                    account.received,
                    account.persisted,
                    account.other,
                    account.unexplained(),
                    account.flows,
                    List.copyOf(missing.getOrDefault(at, new TreeSet<>()))));
        });
        return new WindowLedgers(
                range.from(),
                range.to(),
                coverage.complete(),
                coverage.missingNodes(),
                coverage.recordedFrom(),
                coverage.recordedTo(),
                step,
                node,
                List.copyOf(told));
    }
}
