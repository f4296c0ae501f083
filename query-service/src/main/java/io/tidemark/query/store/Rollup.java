package io.tidemark.query.store;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements that compute buckets of a resolution anew from the rows it is summed up from. All take the same four values: the first
 * instant, the first one after the last, and the buckets in between with their groups, as two arrays.
 *
 * <p>What is not replaced is not read again, so a bucket can be computed as often as one likes.
 */
final class Rollup {
    private static final String DUE = "unnest($3::timestamptz[], $4::text[]) due(bucket, bucket_group)";
    private static final String RANGE = "window_start >= $1 AND window_start < $2";

    private final Resolution resolution;
    private final int topConversations;

    /** @param topConversations how many of a bucket and group have rows of their own where it is no minute */
    Rollup(Resolution resolution, int topConversations) {
        this.resolution = resolution;
        this.topConversations = topConversations;
    }

    /** Takes the marks of at most so many seconds of buckets that have been left alone; column 0 is a bucket, 1 its group. */
    static String take() {
        return """
                WITH due AS (SELECT bucket, window_group FROM rollup_pending WHERE resolution = $1 GROUP BY 1, 2
                  HAVING max(marked_at) <= now() - make_interval(secs => $2)
                  OR min(marked_at) <= now() - make_interval(secs => $3)),
                taken AS (DELETE FROM rollup_pending p USING due WHERE p.resolution = $1 AND p.bucket = due.bucket
                  AND p.window_group = due.window_group
                  AND due.bucket < (SELECT min(bucket) FROM due) + make_interval(secs => $4)
                  RETURNING p.bucket, p.window_group)
                SELECT DISTINCT bucket, window_group FROM taken ORDER BY 1, 2""";
    }

    String delete(Summed grain) {
        return "DELETE FROM %s t USING %s WHERE t.window_start = bucket AND t.window_group = bucket_group AND t.%s"
                .formatted(resolution.table(grain.grain()), DUE, RANGE.replace("AND ", "AND t."));
    }

    /** Sums up all but {@link Summed#APPLICATION}, whose sketches the database cannot merge. */
    String insert(Summed grain) {
        var rows =
                switch (grain) {
                    case COVERAGE -> coverage();
                    case CONVERSATION -> resolution == Resolution.MINUTE ? sums(grain) : largest(sums(grain));
                    case NODE_TOTAL, LEDGER, LEDGER_DROP, WORKLOAD_PAIR -> sums(grain);
                    case APPLICATION -> throw new IllegalArgumentException("applications have sketches");
                };
        return "INSERT INTO %s (%s) %s"
                .formatted(resolution.table(grain.grain()), String.join(", ", grain.columns()), rows);
    }

    /** The sums of applications, with all sketches of each in two arrays. */
    String applications() {
        return sums(Summed.APPLICATION);
    }

    /** Adds the rows of applications, one array for each column. */
    String insertApplications() {
        var columns = Summed.APPLICATION.columns();
        var parameters = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            parameters.append(i == 0 ? "" : ", ").append("$%d::%s[]".formatted(i + 1, type(columns.get(i))));
        }
        return "INSERT INTO %s (%s) SELECT * FROM unnest(%s)"
                .formatted(resolution.table("application"), String.join(", ", columns), parameters);
    }

    private static String type(String column) {
        return switch (column) {
            case "window_start" -> "timestamptz";
            case "window_group" -> "text";
            case "protocol", "server_port" -> "integer";
            case "other" -> "boolean";
            case "clients", "round_trips" -> "bytea";
            default -> "bigint";
        };
    }

    private String sums(Summed grain) {
        var names = grain.key().stream().map(column -> ", " + column).collect(Collectors.joining());
        var values = grain.sums().stream().map(this::sum).collect(Collectors.joining(", "));
        return "SELECT bucket AS window_start, bucket_group AS window_group%s, %s FROM (%s) r JOIN %s ON bucket = %s"
                        .formatted(
                                names,
                                values,
                                grain.rows(resolution.summedFrom(), grain.columns(), RANGE),
                                DUE,
                                bucket())
                + " AND bucket_group = window_group GROUP BY bucket, bucket_group" + names;
    }

    private String sum(String column) {
        return switch (column) {
            case "windows" ->
                (resolution == Resolution.MINUTE ? "count(DISTINCT window_start)" : "total(windows)") + " AS windows";
            case "first_window" -> "min(first_window) AS first_window";
            case "last_window" -> "max(last_window) AS last_window";
            case "clients", "round_trips" ->
                "array_agg(%s) FILTER (WHERE %s IS NOT NULL) AS %s".formatted(column, column, column);
            default -> "total(%s) AS %s".formatted(column, column);
        };
    }

    /** The largest conversations of each bucket and group by bytes; all others summed up by protocol. */
    private String largest(String sums) {
        var values = Summed.CONVERSATION.sums().stream().map(this::sum).collect(Collectors.joining(", "));
        return """
                WITH ranked AS (SELECT *, NOT other AND %d >= row_number() OVER (PARTITION BY window_start, window_group, other
                    ORDER BY forward_bytes + reverse_bytes DESC, client, server, server_port, protocol) AS listed
                  FROM (%s) sums)
                SELECT window_start, window_group, CASE WHEN listed THEN client ELSE '::' END, CASE WHEN listed THEN server ELSE '::' END,
                  CASE WHEN listed THEN server_port ELSE 0 END, protocol, NOT listed,
                  CASE WHEN listed THEN client_endpoint ELSE 0 END, CASE WHEN listed THEN server_endpoint ELSE 0 END, %s
                FROM ranked GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9""".formatted(topConversations, sums, values);
    }

    private String coverage() {
        return """
                WITH r AS MATERIALIZED (SELECT bucket, bucket_group, r.* FROM (%s) r JOIN %s
                  ON bucket = %s AND bucket_group = window_group)
                SELECT bucket, bucket_group, total(windows), bool_and(complete), min(partitions), max(highest), max(longest),
                  min(first_window), max(last_window), max(window_end), max(closed_at),
                  ARRAY(SELECT DISTINCT node FROM r m, unnest(m.missing_nodes) node
                    WHERE m.bucket = r.bucket AND m.bucket_group = r.bucket_group ORDER BY node)
                FROM r GROUP BY bucket, bucket_group""".formatted(
                        Summed.COVERAGE.rows(resolution.summedFrom(), Summed.COVERAGE.columns(), RANGE), DUE, bucket());
    }

    /** The bucket that a row's window is in. */
    private String bucket() {
        return "date_bin(interval '%d seconds', window_start, timestamptz 'epoch')".formatted(resolution.seconds());
    }

    /** The grains that the database sums up alone. */
    static List<Summed> plain() {
        return List.of(
                Summed.COVERAGE,
                Summed.NODE_TOTAL,
                Summed.LEDGER,
                Summed.LEDGER_DROP,
                Summed.WORKLOAD_PAIR,
                Summed.CONVERSATION);
    }
}
