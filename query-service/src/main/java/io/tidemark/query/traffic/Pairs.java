package io.tidemark.query.traffic;

import io.tidemark.query.filter.Filter;
import io.tidemark.query.filter.Grain;
import io.tidemark.query.range.Sql;

/**
 * The parts of statements over workload pairs. A pair's traffic is that of both its ends; what is with none of the listed ones is
 * the rest.
 */
final class Pairs {
    private static final String TOTALS = """
            sum(forward_packets + reverse_packets)::bigint AS packets, sum(forward_bytes + reverse_bytes)::bigint AS bytes,
            sum(forward_frame_bytes + reverse_frame_bytes)::bigint AS frame_bytes, sum(flows)::bigint AS flows""";

    private Pairs() {}

    /** The largest, with {@link Entity#COLUMNS} (null where nothing is known) or, of namespaces, {@code entity}, in its stead. */
    static void top(Sql sql, Filter filter, boolean namespaces, Metric metric, int limit) {
        sql.add("WITH").add(names(sql, namespaces));
        sql.add("pairs AS MATERIALIZED (SELECT " + ends(namespaces) + ", other, sum(" + metric.expression()
                        + ")::bigint AS value,")
                .add(TOTALS)
                .add("  FROM " + from(filter.rows(sql, Grain.WORKLOAD_PAIR), namespaces) + " WHERE " + sql.windows()
                        + " GROUP BY 1, 2, 3),")
                .add(
                        "ends AS (SELECT client AS entity, value, packets, bytes, frame_bytes, flows FROM pairs WHERE NOT other")
                .add("  UNION ALL SELECT server, value, packets, bytes, frame_bytes, flows FROM pairs")
                .add("  WHERE NOT other AND client <> server),")
                .add("top AS (SELECT entity, sum(value)::bigint AS value, sum(packets)::bigint AS packets,")
                .add(
                        "  sum(bytes)::bigint AS bytes, sum(frame_bytes)::bigint AS frame_bytes, sum(flows)::bigint AS flows")
                .add("  FROM ends " + listed(namespaces) + " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT " + sql.bind(limit)
                        + ")")
                .add("SELECT " + described(namespaces)
                        + ", top.entity IS NULL AS other, top.value, top.packets, top.bytes,")
                .add("  top.frame_bytes, top.flows, totals.total, totals.rest")
                .add(
                        "FROM (SELECT coalesce(sum(value), 0)::bigint AS total, coalesce(sum(value) FILTER (WHERE other OR NOT (")
                .add("  client IN (SELECT entity FROM top) OR server IN (SELECT entity FROM top))), 0)::bigint AS rest")
                .add("  FROM pairs) totals")
                .add("LEFT JOIN top ON true " + (namespaces ? "" : "LEFT JOIN names ON names.id = top.entity"))
                .add("ORDER BY top.value DESC, top.entity");
    }

    /**
     * One row for each step and each of the largest: step, {@code listed}, value, and what {@link #top} says of it; not listed
     * are the rows of the rest.
     *
     * @param seconds of a step
     */
    static void series(Sql sql, Filter filter, boolean namespaces, Metric metric, double seconds, int limit) {
        sql.add("WITH").add(names(sql, namespaces));
        sql.add("cells AS MATERIALIZED (SELECT date_bin(make_interval(secs => " + sql.bind(seconds)
                        + "), window_start, timestamptz 'epoch') AS step,")
                .add("  " + ends(namespaces) + ", other, sum(" + metric.expression() + ")::bigint AS value")
                .add("  FROM " + from(filter.rows(sql, Grain.WORKLOAD_PAIR), namespaces) + " WHERE " + sql.windows()
                        + " GROUP BY 1, 2, 3, 4),")
                .add("ends AS (SELECT step, client AS entity, value FROM cells WHERE NOT other")
                .add("  UNION ALL SELECT step, server, value FROM cells WHERE NOT other AND client <> server),")
                .add("top AS (SELECT entity FROM ends " + listed(namespaces)
                        + " GROUP BY 1 ORDER BY sum(value) DESC, 1 LIMIT " + sql.bind(limit) + "),")
                .add(
                        "lines AS (SELECT step, true AS listed, entity, sum(value)::bigint AS value FROM ends JOIN top USING (entity)")
                .add("  GROUP BY 1, 3")
                .add("  UNION ALL SELECT step, false, NULL, sum(value)::bigint FROM cells WHERE other OR NOT (")
                .add("  client IN (SELECT entity FROM top) OR server IN (SELECT entity FROM top)) GROUP BY 1)")
                .add("SELECT step, listed, value, " + described(namespaces).replace("top.entity", "lines.entity")
                        + " FROM lines")
                .add(namespaces ? "" : "LEFT JOIN names ON names.id = lines.entity");
    }

    /** What ids are called in the range's days. */
    private static String names(Sql sql, boolean namespaces) {
        return "names AS (SELECT DISTINCT ON (id) id, " + (namespaces ? "namespace" : Entity.COLUMNS)
                + " FROM endpoint WHERE pod = '' AND " + sql.days() + " ORDER BY id, day),";
    }

    private static String ends(boolean namespaces) {
        return namespaces
                ? "coalesce(c.namespace, '') AS client, coalesce(s.namespace, '') AS server"
                : "client, server";
    }

    private static String from(String rows, boolean namespaces) {
        return namespaces ? rows + " LEFT JOIN names c ON c.id = client LEFT JOIN names s ON s.id = server" : rows;
    }

    /** What is in no namespace is not listed among them. */
    private static String listed(boolean namespaces) {
        return namespaces ? "WHERE entity <> ''" : "";
    }

    private static String described(boolean namespaces) {
        return namespaces ? "top.entity AS entity" : "names.*";
    }
}
