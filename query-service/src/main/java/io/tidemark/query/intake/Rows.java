package io.tidemark.query.intake;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Inet;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Rows of one grain, kept by column, as the bulk statement takes them. */
final class Rows {
    private final List<Grain.Column> types;
    private final List<ArrayList<Object>> columns = new ArrayList<>();
    private int next;

    Rows(List<Grain.Column> types) {
        this.types = types;
        types.forEach(_ -> columns.add(new ArrayList<>()));
    }

    /** Adds the next column's value of the row that is being added. */
    Rows add(Object value) {
        columns.get(next).add(value);
        next = next + 1 == columns.size() ? 0 : next + 1;
        return this;
    }

    int size() {
        return columns.getFirst().size();
    }

    /** One array for each column. */
    Tuple arrays() {
        var tuple = Tuple.tuple();
        for (int i = 0; i < types.size(); i++) {
            tuple.addValue(columns.get(i).toArray(empty(types.get(i))));
        }
        return tuple;
    }

    private static Object[] empty(Grain.Column column) {
        return switch (column.type()) {
            case "bigint" -> new Long[0];
            case "integer" -> new Integer[0];
            case "boolean" -> new Boolean[0];
            case "text" -> new String[0];
            case "inet" -> new Inet[0];
            case "bytea" -> new Buffer[0];
            case "timestamptz" -> new OffsetDateTime[0];
            default -> throw new IllegalStateException("no array of " + column.type());
        };
    }
}
