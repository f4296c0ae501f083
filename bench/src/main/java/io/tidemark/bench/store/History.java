package io.tidemark.bench.store;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * Thirty days of rows of single windows, made by the database itself and the same each time: a row for each of so many services in each
 * window, with a client of 2,000 of which the first is in every seventh row, and 12 partitions' closings. Applications, workload pairs
 * and nodes add up to the conversations.
 *
 * @param end  the first instant after the last window
 * @param rows of conversations, about
 */
record History(Instant end, long rows) {
    static final Duration LENGTH = Duration.ofDays(30);
    private static final long WINDOWS = LENGTH.toSeconds() / 10;

    Instant start() {
        return end.minus(LENGTH);
    }

    private long ofAWindow() {
        return Math.max(1, Math.ceilDiv(rows, WINDOWS));
    }

    /** Makes all rows; a day in each transaction. */
    void write(Statement statement) throws SQLException {
        statement.execute("SET synchronous_commit = off");
        statement.execute("SET work_mem = '256MB'");
        for (var from = start(); from.isBefore(end); ) {
            var to = from.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
            to = to.isBefore(end) ? to : end;
            long began = System.nanoTime();
            write(statement, from, to);
            System.err.printf(Locale.ROOT, "%s: %.1f s%n", from, (System.nanoTime() - began) / 1e9);
            from = to;
        }
        statement.execute("VACUUM ANALYZE");
    }

    private void write(Statement statement, Instant from, Instant to) throws SQLException {
        for (var sql : List.of(
                "SELECT create_time_partition('10s', '%s'), create_time_partition('names', '%s')".formatted(from, from),
                // names of the day, ids as rows have them
                """
                INSERT INTO endpoint SELECT date_trunc('day', timestamptz '%s', 'UTC'), id, 'namespace-' || id %% 4, 'Deployment',
                  'workload-' || id, '', '', '', '', '', '', 0, '' FROM generate_series(1, 18) id ON CONFLICT DO NOTHING""".formatted(from),
                "DROP TABLE IF EXISTS made",
                """
                CREATE TEMPORARY TABLE made AS SELECT window_start, service, client, 1 + client %% 12 AS client_workload,
                  13 + service %% 6 AS server_workload, (ARRAY[443, 80, 5432, 6379, 53, 9092, 8080, 22])[1 + service %% 8] AS port,
                  CASE service %% 8 WHEN 4 THEN 17 ELSE 6 END AS protocol, 1 + size / 400000 AS flows, 2 + size / 1000 AS packets, size AS bytes
                FROM (SELECT window_start, service, (2000 * pow(share, 4))::integer AS client,
                    (200 + 8000000 * pow(share2, 8))::bigint AS size
                  FROM (SELECT window_start, service,
                      (hashint8extended(extract(epoch FROM window_start)::bigint * 100000 + service, 1) & 1048575) / 1048576.0::float AS share,
                      (hashint8extended(extract(epoch FROM window_start)::bigint * 100000 + service, 2) & 1048575) / 1048576.0::float AS share2
                    FROM generate_series(timestamptz '%s', timestamptz '%s' - interval '10 s', interval '10 s') window_start,
                      generate_series(0, %d) service) hashed) sized""".formatted(from, to, ofAWindow() - 1),
                """
                INSERT INTO conversation SELECT window_start, 'live', service %% 12, 0, inet '10.0.0.0' + client, inet '10.100.0.0' + service,
                  port, protocol, false, flows, packets / 3, bytes / 10, bytes / 10 + 14 * packets, packets, bytes, bytes + 14 * packets,
                  packets / 50, packets / 90, 0, client_workload, server_workload, 0, 'node-a/eth0'
                FROM made ORDER BY window_start, service %% 12, client, service""".formatted(),
                sums("application", "protocol, port, false", "protocol, port", ", NULL, NULL"),
                sums(
                        "workload_pair",
                        "client_workload, server_workload, protocol, port, false",
                        "client_workload, server_workload, protocol, port",
                        ""),
                sums("node_total", "'node-a'", "", ", sum(flows), sum(packets + packets / 3), sum(bytes)"),
                """
                INSERT INTO closed_window SELECT window_start, 'live', partition, 0, window_start + interval '10 s', true,
                  window_start + interval '12 s', true
                FROM generate_series(timestamptz '%s', timestamptz '%s' - interval '10 s', interval '10 s') window_start,
                  generate_series(0, 11) partition""".formatted(from, to))) {
            statement.execute(sql);
        }
    }

    private static String sums(String table, String columns, String groups, String more) {
        return """
                INSERT INTO %s SELECT window_start, 'live', 0, 0, %s, sum(flows), sum(packets / 3), sum(bytes / 10),
                  sum(bytes / 10 + 14 * packets), sum(packets), sum(bytes), sum(bytes + 14 * packets), sum(packets / 50),
                  sum(packets / 90), 0%s FROM made GROUP BY window_start%s ORDER BY window_start%s""".formatted(
                table, columns, more, groups.isEmpty() ? "" : ", " + groups, groups.isEmpty() ? "" : ", " + groups);
    }
}
