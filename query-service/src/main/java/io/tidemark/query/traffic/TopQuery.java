package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.filter.Grain;
import io.tidemark.query.protocol.Protocol;
import io.tidemark.query.range.Range;
import io.tidemark.query.range.Ranges;
import io.tidemark.query.range.Sql;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** The largest hosts, conversations, applications, protocols, workloads or namespaces. One statement, so one state of the store. Never blocks. */
@ApplicationScoped
class TopQuery {
    private static final String SUMS = """
            sum(forward_packets + reverse_packets)::bigint AS packets, sum(forward_bytes + reverse_bytes)::bigint AS bytes,
            sum(forward_frame_bytes + reverse_frame_bytes)::bigint AS frame_bytes, sum(flows)::bigint AS flows""";

    /** What knows protocols and ports, the most exact first. */
    static final Grain[] APPLICATIONS = {Grain.APPLICATION, Grain.WORKLOAD_PAIR, Grain.CONVERSATION};

    private final Statements statements;
    private final Ranges ranges;

    TopQuery(Statements statements, Ranges ranges) {
        this.statements = statements;
        this.ranges = ranges;
    }

    Uni<Top> of(Range range, Filter filter, TopBy by, Metric metric, int limit) {
        var sql = range.sql();
        switch (by) {
            case HOST -> hosts(sql, filter.rows(sql, Grain.CONVERSATION), metric, limit);
            case CONVERSATION ->
                largest(
                        sql,
                        filter.rows(sql, Grain.CONVERSATION),
                        "host(client) AS client, host(server) AS server, server_port, protocol, other",
                        metric,
                        limit);
            case APPLICATION ->
                largest(
                        sql,
                        filter.rows(sql, filter.grain(APPLICATIONS)),
                        "NULL::text AS client, NULL::text AS server, server_port, protocol, other",
                        metric,
                        limit);
            case PROTOCOL ->
                largest(
                        sql,
                        filter.rows(sql, filter.grain(APPLICATIONS)),
                        "NULL::text AS client, NULL::text AS server, 0 AS server_port, protocol, false AS other",
                        metric,
                        limit);
            case WORKLOAD -> Pairs.top(sql, filter, false, metric, limit);
            case NAMESPACE -> Pairs.top(sql, filter, true, metric, limit);
        }
        return ranges.coverage(range)
                .flatMap(coverage -> statements.run(sql, filter).map(rows -> {
                    var largest = rows(rows, by);
                    var totals = rows.iterator().hasNext() ? rows.iterator().next() : null;
                    return new Top(
                            range.from(),
                            range.to(),
                            by,
                            metric,
                            coverage.complete(),
                            coverage.missingNodes(),
                            totals == null ? 0 : totals.getLong("total"),
                            largest,
                            totals == null ? 0 : totals.getLong("rest"));
                }));
    }

    /** Groups rows by the key; rows for the rest (other) come last, so that the limit cuts them first. */
    private static void largest(Sql sql, String rows, String key, Metric metric, int limit) {
        sql.add("WITH groups AS (SELECT " + key + ", sum(" + metric.expression() + ")::bigint AS value,")
                .add(SUMS)
                .add("  FROM " + rows + " WHERE " + sql.windows() + " GROUP BY 1, 2, 3, 4, 5),")
                .add(
                        "ranked AS (SELECT *, row_number() OVER (ORDER BY other, value DESC, client, server, protocol, server_port)")
                .add("  AS rank FROM groups)")
                .add(
                        "SELECT *, (sum(value) OVER ())::bigint AS total, (coalesce(sum(value) FILTER (WHERE other OR rank > "
                                + sql.bind(limit) + ") OVER (), 0))::bigint AS rest")
                .add("FROM ranked ORDER BY rank LIMIT " + sql.bind(limit));
    }

    /** A host's traffic is that of the conversations it is one end of; the rest is that of which no listed host is an end. */
    private static void hosts(Sql sql, String rows, Metric metric, int limit) {
        sql.add("WITH groups AS MATERIALIZED (SELECT client, server, other, sum(" + metric.expression()
                        + ")::bigint AS value,")
                .add(SUMS)
                .add("  FROM " + rows + " WHERE " + sql.windows() + " GROUP BY 1, 2, 3),")
                .add(
                        "ends AS (SELECT client AS host, value, packets, bytes, frame_bytes, flows FROM groups WHERE NOT other")
                .add("  UNION ALL SELECT server, value, packets, bytes, frame_bytes, flows FROM groups")
                .add("  WHERE NOT other AND client <> server),")
                .add("top AS (SELECT host, sum(value)::bigint AS value, sum(packets)::bigint AS packets,")
                .add(
                        "  sum(bytes)::bigint AS bytes, sum(frame_bytes)::bigint AS frame_bytes, sum(flows)::bigint AS flows")
                .add("  FROM ends GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT " + sql.bind(limit) + ")")
                .add(
                        "SELECT host(top.host) AS client, NULL::text AS server, 0 AS server_port, 0 AS protocol, top.host IS NULL AS other,")
                .add("  top.value, top.packets, top.bytes, top.frame_bytes, top.flows, totals.total, totals.rest")
                .add(
                        "FROM (SELECT coalesce(sum(value), 0)::bigint AS total, coalesce(sum(value) FILTER (WHERE other OR NOT (")
                .add(
                        "  client IN (SELECT host FROM top) OR server IN (SELECT host FROM top))), 0)::bigint AS rest FROM groups) totals")
                .add("LEFT JOIN top ON true ORDER BY top.value DESC, top.host");
    }

    private static List<TopRow> rows(RowSet<Row> rows, TopBy by) {
        var largest = new ArrayList<TopRow>();
        for (var row : rows) {
            if (!row.getBoolean("other")) {
                largest.add(row(row, by));
            }
        }
        return largest;
    }

    private static TopRow row(Row row, TopBy by) {
        return switch (by) {
            case WORKLOAD -> row(row, Entity.of(row));
            case NAMESPACE -> row(row, Entity.namespace(row.getString("entity")));
            case HOST, CONVERSATION, APPLICATION, PROTOCOL -> row(row, ofAddresses(row, by));
        };
    }

    private static Entity ofAddresses(Row row, TopBy by) {
        int protocol = row.getInteger("protocol");
        int port = row.getInteger("server_port");
        var client = row.getString("client");
        var server = row.getString("server");
        return switch (by) {
            case CONVERSATION ->
                new Entity(
                        "%s>%s/%d/%s".formatted(client, server, port, Protocol.key(protocol)),
                        "%s → %s %s".formatted(client, server, Application.name(protocol, port)));
            case APPLICATION -> new Entity(Application.key(protocol, port), Application.name(protocol, port));
            case PROTOCOL -> new Entity(Protocol.key(protocol), Protocol.name(protocol));
            case HOST, WORKLOAD, NAMESPACE -> new Entity(client, client);
        };
    }

    private static TopRow row(Row row, Entity entity) {
        long value = row.getLong("value");
        long total = row.getLong("total");
        return new TopRow(
                entity.key(),
                entity.name(),
                value,
                total == 0 ? 0 : (double) value / total,
                row.getLong("packets"),
                row.getLong("bytes"),
                row.getLong("frame_bytes"),
                row.getLong("flows"));
    }
}
