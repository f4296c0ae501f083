package io.tidemark.query.intake;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A table of rows, and the statements that add many of them at once. */
enum Grain {
    CLOSED_WINDOW(
            "window_end, complete, closed_at, whole",
            // also where nothing changes: what writes a closing marks the rollups that it is in
            " ON CONFLICT (window_start, window_group, partition, revision)"
                    + " DO UPDATE SET whole = closed_window.whole OR excluded.whole"),
    MISSING_NODE("node"),
    NODE_TOTAL("node, " + Grain.TOTALS + ", announced_flows, announced_packets, announced_frame_bytes"),
    LEDGER("node, point, received_packets, received_bytes, metered_packets, metered_bytes"),
    LEDGER_DROP("node, point, cause, packets, bytes"),
    APPLICATION("protocol, server_port, other, " + Grain.TOTALS + ", clients, round_trips"),
    CONVERSATION("client, server, server_port, protocol, other, " + Grain.TOTALS
            + ", client_endpoint, server_endpoint, bytes_error, observed_at"),
    /** Not of a window: many name the same one, so it is added only where it is not there yet, and stays. */
    ENDPOINT(
            "day, id, namespace, workload_kind, workload, pod, node, zone, service, network, country, as_number, as_organization",
            false,
            Grain.UNLESS_THERE),
    WORKLOAD_PAIR("client, server, protocol, server_port, other, " + Grain.TOTALS);

    static final String KEY = "window_start, window_group, partition, revision";
    private static final String TOTALS =
            "flows, forward_packets, forward_bytes, forward_frame_bytes, reverse_packets, reverse_bytes,"
                    + " reverse_frame_bytes, retransmitted_packets, out_of_order_packets, zero_windows";

    private static final String UNLESS_THERE = " ON CONFLICT DO NOTHING";

    private final boolean ofAWindow;
    private final String columns;
    private final String onConflict;

    Grain(String columns) {
        this(KEY + ", " + columns, true, UNLESS_THERE);
    }

    Grain(String columns, String onConflict) {
        this(KEY + ", " + columns, true, onConflict);
    }

    Grain(String columns, boolean ofAWindow, String onConflict) {
        this.ofAWindow = ofAWindow;
        this.columns = columns;
        this.onConflict = onConflict;
    }

    String table() {
        return name().toLowerCase(Locale.ROOT);
    }

    int columns() {
        return columns.split(", ").length;
    }

    /** True: its rows are known by their window, and go where that is closed again. */
    boolean isOfAWindow() {
        return ofAWindow;
    }

    /** Copies rows into the table; fails on a row that is there. */
    String copy() {
        return "COPY %s (%s) FROM STDIN (FORMAT binary)".formatted(table(), columns);
    }

    /** Makes a table of this connection for rows of which some may be there. */
    String stage() {
        return "CREATE TEMPORARY TABLE IF NOT EXISTS staged_%s (LIKE %s) ON COMMIT DELETE ROWS"
                .formatted(table(), table());
    }

    /** Copies rows into that table. */
    String copyStaged() {
        return "COPY staged_%s (%s) FROM STDIN (FORMAT binary)".formatted(table(), columns);
    }

    /** Adds the rows of that table; a row that is there stays as it is. */
    String insertStaged() {
        return "INSERT INTO %s (%s) SELECT %s FROM staged_%s".formatted(table(), columns, columns, table())
                + onConflict;
    }

    /** Removes all rows of the windows whose keys are given, one array for each column of the key. */
    String delete() {
        return "DELETE FROM %s t USING unnest(?, ?, ?, ?) AS k(%s)".formatted(table(), KEY)
                + " WHERE (t.window_start, t.window_group, t.partition, t.revision)"
                + " = (k.window_start, k.window_group, k.partition, k.revision)";
    }

    static List<Grain> ofWindows() {
        return Stream.of(values()).filter(Grain::isOfAWindow).toList();
    }
}
