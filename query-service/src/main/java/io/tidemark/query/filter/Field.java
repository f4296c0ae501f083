package io.tidemark.query.filter;

import io.tidemark.query.text.Text;
import java.util.EnumMap;
import java.util.Map;

/**
 * Something a filter can ask about.
 *
 * @param name        as it is written in filters: "src.namespace"
 * @param kind        of its values
 * @param unit        "bytes", "packets", ...; empty: none
 * @param description what it is, a sentence without a full stop
 * @param example     a filter that asks for it
 * @param sql         its value in a row of each grain that has it, NULL where a row does not tell; in {@link Grain#PULSE} and of
 *                    either end there is no SQL but the empty text
 */
public record Field(String name, Kind kind, String unit, Text description, String example, Map<Grain, String> sql) {
    /** Fields of either end have this before their dot. */
    static final String EITHER = "any.";

    public Field {
        sql = Map.copyOf(sql.isEmpty() ? sql : new EnumMap<>(sql));
    }

    /** Whether it asks for either end: true of a row if it is of one of them. */
    public boolean ofEitherEnd() {
        return name.startsWith(EITHER);
    }

    /** The name of the field at one of the ends, "src" or "dst"; its own where it is not of either. */
    public String at(String end) {
        return ofEitherEnd() ? end + "." + name.substring(EITHER.length()) : name;
    }

    /** Whether it counts something, and is another one where rows are summed up. */
    boolean isSum() {
        return !unit.isEmpty();
    }

    /** Whether traffic can be split by it: it is stored, and no sum. */
    public boolean isGrouped() {
        return !isSum() && isOf(Grain.CONVERSATION);
    }

    /** Whether rows of the grain have it. */
    public boolean isOf(Grain grain) {
        return sql.containsKey(grain);
    }

    /** The column of a grain's table that says which row of endpoint an end, "src" or "dst", is. */
    public static String endpoint(String end, Grain grain) {
        var side = end.equals("src") ? "client" : "server";
        return grain == Grain.CONVERSATION ? side + "_endpoint" : side;
    }
}
