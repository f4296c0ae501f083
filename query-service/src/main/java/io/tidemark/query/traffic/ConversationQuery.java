package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.filter.Grain;
import io.tidemark.query.grouping.Application;
import io.tidemark.query.protocol.Protocol;
import io.tidemark.query.range.Coverage;
import io.tidemark.query.range.Range;
import io.tidemark.query.range.Ranges;
import io.tidemark.query.range.Sql;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Conversations, page by page, summed over the windows of the range. Never blocks. */
@ApplicationScoped
class ConversationQuery {
    private static final List<String> KEY = List.of("client", "server", "server_port", "protocol", "other");
    private static final List<String> SUMS = List.of(
            "flows",
            "forward_packets",
            "forward_bytes",
            "forward_frame_bytes",
            "reverse_packets",
            "reverse_bytes",
            "reverse_frame_bytes",
            "retransmitted_packets",
            "out_of_order_packets");

    private final Ranges ranges;

    ConversationQuery(Ranges ranges) {
        this.ranges = ranges;
    }

    /**
     * What is asked.
     *
     * @param after null: the first page
     */
    record Question(Filter filter, ConversationSort sort, int limit, Cursor after) {}

    Uni<Conversations> page(Range range, Question question) {
        return ranges.covered(
                range, statement(range, question), (coverage, rows) -> answer(range, coverage, question, rows));
    }

    /** One statement, so one state of the store: each row carries the sums of what is in no row. */
    private static Sql statement(Range range, Question question) {
        var sql = range.sql();
        var read = Stream.of(KEY, SUMS, List.of("first_window", "last_window"))
                .flatMap(List::stream)
                .toList();
        var order = "value DESC, client, server, server_port, protocol";
        return sql.add("WITH groups AS MATERIALIZED (SELECT " + String.join(", ", KEY) + ", "
                        + SUMS.stream()
                                .map(sum -> "total(%s) AS %s".formatted(sum, sum))
                                .collect(Collectors.joining(", "))
                        + ", min(first_window) AS first_window, max(last_window) AS last_window")
                .add("  FROM " + question.filter.rows(sql, Grain.CONVERSATION, read) + " GROUP BY 1, 2, 3, 4, 5),")
                .add("page AS (SELECT *, row_number() OVER (ORDER BY " + order + ") AS place")
                .add("  FROM (SELECT * FROM (SELECT *, " + question.sort.expression()
                        + " AS value FROM groups) valued WHERE NOT other" + after(question.after, sql) + " ORDER BY "
                        + order
                        + " LIMIT " + sql.bind(question.limit + 1) + ") first")
                .add("), totals AS (SELECT count(*) FILTER (WHERE NOT other) AS total_rows,")
                .add("  coalesce(total(flows) FILTER (WHERE other), 0) AS other_flows,")
                .add("  coalesce(total(forward_packets + reverse_packets) FILTER (WHERE other), 0) AS other_packets,")
                .add("  coalesce(total(forward_bytes + reverse_bytes) FILTER (WHERE other), 0) AS other_bytes,")
                .add("  coalesce(total(forward_frame_bytes + reverse_frame_bytes) FILTER (WHERE other), 0)")
                .add("  AS other_frame_bytes FROM groups)")
                .add("SELECT totals.*, page.*, host(client) AS client_text, host(server) AS server_text")
                .add("FROM totals LEFT JOIN page ON true ORDER BY place");
    }

    private static String after(Cursor cursor, Sql sql) {
        if (cursor == null) {
            return "";
        }
        var value = sql.bind(cursor.value()) + "::bigint";
        return " AND (value < %s OR value = %s AND (client, server, server_port, protocol) > (%s::text::inet, %s::text::inet, %s, %s))"
                .formatted(
                        value,
                        value,
                        sql.bind(cursor.client()),
                        sql.bind(cursor.server()),
                        sql.bind(cursor.serverPort()),
                        sql.bind(cursor.protocol()));
    }

    private static Conversations answer(Range range, Coverage coverage, Question question, RowSet<Row> rows) {
        var first = rows.iterator().next();
        long total = question.after == null ? first.getLong("total_rows") : question.after.totalRows();
        var conversations = new ArrayList<Conversation>();
        String next = null;
        Row last = null;
        for (var row : rows) {
            if (conversations.size() == question.limit) {
                next = cursor(range, question.sort, total, last).text();
            } else if (row.getValue("place") != null) {
                conversations.add(conversation(row));
                last = row;
            }
        }
        return new Conversations(
                range.from(),
                range.to(),
                question.sort,
                coverage.complete(),
                coverage.missingNodes(),
                coverage.recordedFrom(),
                coverage.recordedTo(),
                total,
                conversations,
                new OtherConversations(
                        first.getLong("other_flows"),
                        first.getLong("other_packets"),
                        first.getLong("other_bytes"),
                        first.getLong("other_frame_bytes")),
                next);
    }

    private static Cursor cursor(Range range, ConversationSort sort, long total, Row last) {
        return new Cursor(
                range.from(),
                range.to(),
                sort,
                total,
                last.getLong("value"),
                last.getString("client_text"),
                last.getString("server_text"),
                last.getInteger("server_port"),
                last.getInteger("protocol"));
    }

    private static Conversation conversation(Row row) {
        int protocol = row.getInteger("protocol");
        int port = row.getInteger("server_port");
        var forward = new Direction(
                row.getLong("forward_packets"), row.getLong("forward_bytes"), row.getLong("forward_frame_bytes"));
        var reverse = new Direction(
                row.getLong("reverse_packets"), row.getLong("reverse_bytes"), row.getLong("reverse_frame_bytes"));
        return new Conversation(
                row.getString("client_text"),
                row.getString("server_text"),
                port,
                Protocol.key(protocol),
                Application.name(protocol, port),
                row.getLong("flows"),
                forward.packets() + reverse.packets(),
                forward.bytes() + reverse.bytes(),
                forward.frameBytes() + reverse.frameBytes(),
                forward,
                reverse,
                row.getLong("retransmitted_packets"),
                row.getLong("out_of_order_packets"),
                instant(row, "first_window"),
                instant(row, "last_window"));
    }

    private static Instant instant(Row row, String column) {
        return row.get(OffsetDateTime.class, column).toInstant();
    }
}
