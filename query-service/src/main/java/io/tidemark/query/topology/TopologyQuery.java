package io.tidemark.query.topology;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.grouping.Cells;
import io.tidemark.query.grouping.Group;
import io.tidemark.query.grouping.Listed;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.grouping.Sums;
import io.tidemark.query.grouping.Volume;
import io.tidemark.query.problem.Bounds;
import io.tidemark.query.range.Asked;
import io.tidemark.query.range.Coverage;
import io.tidemark.query.range.Range;
import io.tidemark.query.range.Ranges;
import io.tidemark.query.range.Sql;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The largest edges and their ends. One statement, so that they are of one state of the store. Never blocks. */
@ApplicationScoped
public class TopologyQuery {
    private final Ranges ranges;

    public TopologyQuery(Ranges ranges) {
        this.ranges = ranges;
    }

    private record Question(Filter filter, Level level, Metric metric, int limit) {}

    /** @param limit how many edges at most */
    Uni<Topology> of(Asked asked, Filter filter, Level level, Metric metric, int limit) {
        Bounds.check("limit", limit, 1, 2000);
        Sums.check(metric);
        return ranges.shared(
                asked,
                new Question(filter, level, metric, limit),
                range -> ranges.covered(
                        range,
                        statement(range, filter, level, metric, limit),
                        (coverage, rows) -> answer(range, coverage, filter, level, metric, rows)));
    }

    private static Sql statement(Range range, Filter filter, Level level, Metric metric, int limit) {
        var sql = range.sql();
        var cells = Cells.of(sql, level.edges().grain(filter, metric, range.access()), level.edges(), metric)
                .withVolume()
                .cells(filter, null)
                .groups()
                .page(new Listed.Largest(limit, null));
        var sums = cells.sumColumns();
        sql.add(", parties AS (SELECT a0 AS k, " + cells.name(0) + " AS n, " + sums
                        + " FROM cells WHERE a0 IS NOT NULL")
                .add("  UNION ALL SELECT a1, " + cells.name(1) + ", " + sums
                        + " FROM cells WHERE a1 IS NOT NULL AND a0 IS DISTINCT FROM a1),")
                .add("nodes AS (SELECT k, max(n) AS n, " + cells.sums("parties") + " FROM parties")
                .add("  WHERE k IN (SELECT k0 FROM page UNION SELECT k1 FROM page) GROUP BY k)")
                .add("SELECT * FROM (SELECT 'total' AS part, NULL AS t0, NULL AS n0, NULL AS t1, NULL AS n1, "
                        + "coalesce(total(value), 0) AS value,")
                .add("  (SELECT total_rows FROM counts) AS packets, " + cells.rest()
                        + " AS bytes, 0::bigint AS frame_bytes, 0::bigint AS flows,")
                .add("  0::bigint AS retransmitted_packets FROM cells")
                .add("UNION ALL SELECT 'node', " + cells.text(0, "k") + ", n, NULL, NULL, " + sums + " FROM nodes")
                .add("UNION ALL SELECT 'edge', t0, n0, t1, n1, " + sums + " FROM (SELECT " + cells.texts("page") + ", "
                        + sums + " FROM page) e")
                .add(") parts ORDER BY part, value DESC, t0 COLLATE \"C\", t1 COLLATE \"C\"");
        return sql;
    }

    private static Topology answer(
            Range range, Coverage coverage, Filter filter, Level level, Metric metric, RowSet<Row> rows) {
        var nodes = new ArrayList<TopologyNode>();
        var edges = new ArrayList<TopologyEdge>();
        Row total = null;
        for (var row : rows) {
            switch (row.getString("part")) {
                case "node" ->
                    nodes.add(TopologyNode.of(
                            Group.of(level.nodes(), List.of(row.getString("t0")), Arrays.asList(row.getString("n0"))),
                            row.getLong("value"),
                            Volume.of(row)));
                case "edge" ->
                    edges.add(TopologyEdge.of(Group.of(level.edges(), row), row.getLong("value"), Volume.of(row)));
                default -> total = row;
            }
        }
        return new Topology(
                range.from(),
                range.to(),
                level,
                metric,
                metric.unit(),
                level.edges().grain(filter, metric, range.access()),
                coverage.complete(),
                coverage.missingNodes(),
                coverage.recordedFrom(),
                coverage.recordedTo(),
                total.getLong("value"),
                total.getLong("packets"),
                nodes,
                edges,
                total.getLong("bytes"));
    }
}
