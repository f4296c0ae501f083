package io.tidemark.query.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of rows, and the statement that adds many of them at once. */
enum Grain {
    CLOSED_WINDOW(
            "window_end timestamptz, complete boolean, closed_at timestamptz, whole boolean",
            // also where nothing changes: what writes a closing marks the rollups that it is in
            " ON CONFLICT (window_start, window_group, partition, revision)"
                    + " DO UPDATE SET whole = closed_window.whole OR excluded.whole"),
    MISSING_NODE("node text"),
    NODE_TOTAL("node text, " + Grain.TOTALS
            + ", announced_flows bigint, announced_packets bigint, announced_frame_bytes bigint"),
    LEDGER("node text, point text, received_packets bigint, received_bytes bigint, metered_packets bigint,"
            + " metered_bytes bigint"),
    LEDGER_DROP("node text, point text, cause text, packets bigint, bytes bigint"),
    APPLICATION("protocol integer, server_port integer, other boolean, " + Grain.TOTALS
            + ", clients bytea, round_trips bytea"),
    CONVERSATION("client inet, server inet, server_port integer, protocol integer, other boolean, " + Grain.TOTALS
            + ", client_endpoint bigint, server_endpoint bigint, bytes_error bigint, observed_at text"),
    /** Not of a window: many name the same one, so it is added only where it is not there yet, and stays. */
    ENDPOINT(
            "day timestamptz, id bigint, namespace text, workload_kind text, workload text, pod text, node text, zone text,"
                    + " service text, network text, country text, as_number bigint, as_organization text",
            false,
            Grain.UNLESS_THERE),
    WORKLOAD_PAIR(
            "client bigint, server bigint, protocol integer, server_port integer, other boolean, " + Grain.TOTALS);

    static final String KEY = "window_start timestamptz, window_group text, partition integer, revision integer";
    private static final String TOTALS =
            "flows bigint, forward_packets bigint, forward_bytes bigint, forward_frame_bytes bigint, reverse_packets bigint,"
                    + " reverse_bytes bigint, reverse_frame_bytes bigint, retransmitted_packets bigint,"
                    + " out_of_order_packets bigint, zero_windows bigint";

    private static final String UNLESS_THERE = " ON CONFLICT DO NOTHING";

    private final boolean ofAWindow;
    private final List<Column> columns;
    private final String insert;
    private final String onConflict;

    Grain(String columns) {
        this(KEY + ", " + columns, true, UNLESS_THERE);
    }

    Grain(String columns, String onConflict) {
        this(KEY + ", " + columns, true, onConflict);
    }

    Grain(String columns, boolean ofAWindow, String onConflict) {
        this.ofAWindow = ofAWindow;
        this.columns = Column.list(columns);
        this.insert = "INSERT INTO %s (%s) SELECT * FROM unnest(%s)"
                .formatted(
                        table(),
                        this.columns.stream().map(Column::name).collect(Collectors.joining(", ")),
                        Column.parameters(this.columns));
        this.onConflict = onConflict;
    }

    String table() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<Column> columns() {
        return columns;
    }

    /** True: its rows are known by their window, and go where that is closed again. */
    boolean isOfAWindow() {
        return ofAWindow;
    }

    /**
     * One array for each column, in their order; fails on a row of a window that is there. A third cheaper than {@link #upsert}.
     */
    String insert() {
        return ofAWindow ? insert : upsert();
    }

    /** One array for each column, in their order; a row that is there stays as it is. */
    String upsert() {
        return insert + onConflict;
    }

    /** Removes all rows of the windows whose keys are given, one array for each column of the key. */
    String delete() {
        return "DELETE FROM %s t USING unnest(%s) AS k(window_start, window_group, partition, revision)"
                        .formatted(table(), Column.parameters(Column.list(KEY)))
                + " WHERE (t.window_start, t.window_group, t.partition, t.revision)"
                + " = (k.window_start, k.window_group, k.partition, k.revision)";
    }

    /** A column's name and type in SQL. */
    record Column(String name, String type) {
        static List<Column> list(String text) {
            var columns = new ArrayList<Column>();
            for (var column : text.split(", ")) {
                var parts = column.split(" ");
                columns.add(new Column(parts[0], parts[1]));
            }
            return List.copyOf(columns);
        }

        static String parameters(List<Column> columns) {
            return IntStream.range(0, columns.size())
                    .mapToObj(i -> "$%d::%s[]".formatted(i + 1, columns.get(i).type()))
                    .collect(Collectors.joining(", "));
        }
    }
}
