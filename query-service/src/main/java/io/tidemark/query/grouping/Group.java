package io.tidemark.query.grouping;

import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * One value of each dimension of a {@link Grouping}.
 *
 * @param key    the values joined by |: known by it over all answers; "total" where nothing is split
 * @param name   for a person
 * @param values as text, in the order of the dimensions; null: all that is in no group that is told
 * @param filter takes its traffic, in the filter language; null: no filter does
 */
public record Group(String key, String name, List<String> values, String filter) {
    /** All that is in no group that is told. */
    public static final Group OTHER = new Group("other", "Other", null, null);

    /** The values of the columns k0, k1, ... of {@link Cells}: where nothing is split there is one. */
    public List<String> keys() {
        return values.isEmpty() ? List.of(key) : values;
    }

    /** @param names of the values, where they are known; null: made of the value */
    public static Group of(Grouping grouping, List<String> values, List<String> names) {
        return new Group(
                grouping.key(values), grouping.name(values, names), List.copyOf(values), grouping.condition(values));
    }

    /** Reads the columns t0, n0, t1, n1 and so on, that {@link Cells} makes. */
    public static Group of(Grouping grouping, Row row) {
        var values = new ArrayList<String>();
        var names = new ArrayList<String>();
        for (int i = 0; i < grouping.dimensions().size(); i++) {
            values.add(row.getString("t" + i));
            names.add(row.getString("n" + i));
        }
        return of(grouping, values, names);
    }
}
