package io.tidemark.e2e.fault;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows of every table of single windows, as digests: equal if and only if the rows are, byte for byte, in whatever order they were
 * written. Left out is one column, the wall clock of a window's closing, and what is summed up from these rows some time later.
 *
 * @param tables MD5 of each table's rows, and how many they are
 */
record Dump(Map<String, String> tables) {
    private static final String CLOCK = "closed_at";

    static Dump of(Connection connection) throws SQLException {
        var digests = new TreeMap<String, String>();
        try (var statement = connection.createStatement()) {
            var names = new ArrayList<String>();
            try (var found = statement.executeQuery(
                    "SELECT relname FROM pg_class WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace"
                            + " AND relname !~ '_1[mhd]$'")) {
                while (found.next()) {
                    names.add(found.getString(1));
                }
            }
            for (var name : names) {
                var columns = new ArrayList<String>();
                try (var found = statement.executeQuery("SELECT column_name FROM information_schema.columns"
                        + " WHERE table_schema = 'public' AND table_name = '%s' AND column_name <> '%s' ORDER BY 1"
                                .formatted(name, CLOCK))) {
                    while (found.next()) {
                        columns.add(found.getString(1));
                    }
                }
                try (var found = statement.executeQuery(
                        "SELECT coalesce(md5(string_agg(r, E'\\n' ORDER BY r)), '-'), count(*) FROM (SELECT (%s)::text AS r FROM %s)"
                                .formatted("ROW(" + String.join(",", columns) + ")", name))) {
                    found.next();
                    digests.put(name, "%s (%d rows)".formatted(found.getString(1), found.getLong(2)));
                }
            }
        }
        return new Dump(digests);
    }
}
