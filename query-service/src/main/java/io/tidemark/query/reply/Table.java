package io.tidemark.query.reply;

import io.tidemark.query.range.Answer;
import java.util.List;

/**
 * An answer as a table, for CSV.
 *
 * @param columns their names
 * @param rows    a value for each column: text, number, instant, or null
 * @param answer  what it tells
 * @param next    cursor of the next page; null: there is none
 */
public record Table(List<String> columns, List<List<Object>> rows, Answer answer, String next) {
    /** One whose page is the only one. */
    public Table(List<String> columns, List<List<Object>> rows, Answer answer) {
        this(columns, rows, answer, null);
    }

    /** Comma-separated values (RFC 4180), a header line first; null is empty. */
    String csv() {
        var text = new StringBuilder();
        line(text, columns);
        rows.forEach(row -> line(text, row));
        return text.toString();
    }

    private static void line(StringBuilder text, List<?> cells) {
        String separator = "";
        for (var cell : cells) {
            text.append(separator);
            quoted(text, cell == null ? "" : cell.toString());
            separator = ",";
        }
        text.append("\r\n");
    }

    private static void quoted(StringBuilder text, String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        text.append(plain ? cell : '"' + cell.replace("\"", "\"\"") + '"');
    }
}
