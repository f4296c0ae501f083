package io.tidemark.query.store;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A grain whose rows can be summed up over time: what a row is known by, and what is added up. */
public enum Summed {
    COVERAGE(
            "",
            "windows, complete, partitions, highest, longest, first_window, last_window, window_end, closed_at, missing_nodes"),
    NODE_TOTAL("node", "windows, " + Summed.TOTALS + ", announced_flows, announced_packets, announced_frame_bytes"),
    LEDGER("node, point", "received_packets, received_bytes, metered_packets, metered_bytes"),
    LEDGER_DROP("node, point, cause", "packets, bytes"),
    APPLICATION("protocol, server_port, other", Summed.TOTALS + ", clients, round_trips"),
    WORKLOAD_PAIR("client, server, protocol, server_port, other", Summed.TOTALS),
    CONVERSATION(
            "client, server, server_port, protocol, other, client_endpoint, server_endpoint",
            Summed.TOTALS + ", bytes_error, first_window, last_window");

    static final String TOTALS =
            "flows, forward_packets, forward_bytes, forward_frame_bytes, reverse_packets, reverse_bytes,"
                    + " reverse_frame_bytes, retransmitted_packets, out_of_order_packets, zero_windows";

    private final List<String> key;
    private final List<String> sums;

    Summed(String key, String sums) {
        this.key = key.isEmpty() ? List.of() : List.of(key.split(", "));
        this.sums = List.of(sums.split(", "));
    }

    /** The name of its table of single windows; but {@link #COVERAGE} has none. */
    public String grain() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What tells its rows of a bucket and group apart. */
    List<String> key() {
        return key;
    }

    List<String> sums() {
        return sums;
    }

    /** The grain that has this name. */
    public static Summed of(String grain) {
        return valueOf(grain.toUpperCase(Locale.ROOT));
    }

    /** All columns of its rollups, in their order. */
    public List<String> columns() {
        return Stream.of(List.of("window_start", "window_group"), key, sums)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * The rows of a resolution, as a statement.
     *
     * @param columns   of those of the rollups; {@link #COVERAGE} has all of them
     * @param condition over window_start and window_group
     */
    public String rows(Resolution resolution, List<String> columns, String condition) {
        if (this == COVERAGE && resolution == Resolution.WINDOW) {
            return coverage(condition);
        }
        return "SELECT %s FROM %s WHERE %s"
                .formatted(
                        resolution == Resolution.WINDOW
                                ? columns.stream().map(this::ofAWindow).collect(Collectors.joining(", "))
                                : String.join(", ", columns),
                        resolution.table(grain()),
                        condition);
    }

    /** A column of a rollup in the row of a single window. */
    private String ofAWindow(String column) {
        return switch (column) {
            case "windows" -> "NULL::bigint AS windows"; // a window has rows of several partitions and revisions
            case "first_window", "last_window" -> "window_start AS " + column;
            default -> column;
        };
    }

    /**
     * A row for each window. It is complete when the latest closing of it is, on every partition, and whole when the last part of
     * each of its closings is here.
     */
    private static String coverage(String condition) {
        return """
                SELECT window_start, window_group, 1::bigint AS windows, bool_and(complete AND whole) AS complete,
                  count(DISTINCT partition)::integer AS partitions, max(partition) + 1 AS highest,
                  max(window_end - window_start) AS longest, window_start AS first_window, window_start AS last_window,
                  max(window_end) AS window_end, max(closed_at) AS closed_at,
                  coalesce(array_agg(DISTINCT node) FILTER (WHERE node IS NOT NULL), '{}') AS missing_nodes
                FROM (SELECT DISTINCT ON (window_start, window_group, partition)
                    window_start, window_group, partition, revision, complete, window_end,
                    bool_and(whole) OVER closings AS whole, max(closed_at) OVER closings AS closed_at
                  FROM closed_window WHERE %s
                  WINDOW closings AS (PARTITION BY window_start, window_group, partition)
                  ORDER BY window_start, window_group, partition, revision DESC) latest
                LEFT JOIN (SELECT * FROM missing_node WHERE %s) missing
                  USING (window_start, window_group, partition, revision)
                GROUP BY window_start, window_group""".formatted(condition, condition);
    }
}
