package io.tidemark.query.intake;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Keys of closings with the wall clock of each, to be bound as one array for each column. */
final class Keys {
    private final List<WindowKey> keys = new ArrayList<>();
    private final List<String> closedAt = new ArrayList<>();

    void add(WindowKey key, long closedAtNanos) {
        keys.add(key);
        closedAt.add(Rows.timeText(closedAtNanos));
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The key at a place, from 0. */
    WindowKey get(int place) {
        return keys.get(place);
    }

    /** Those at these places. */
    Keys at(List<Integer> places) {
        var some = new Keys();
        for (int place : places) {
            some.keys.add(keys.get(place));
            some.closedAt.add(closedAt.get(place));
        }
        return some;
    }

    /** Binds the key's four columns. */
    void bindKeys(PreparedStatement statement) throws SQLException {
        var connection = statement.getConnection();
        statement.setArray(
                1, array(connection, "timestamptz", keys.stream().map(key -> Rows.timeText(key.startNanos()))));
        statement.setArray(2, array(connection, "text", keys.stream().map(WindowKey::group)));
        statement.setArray(3, array(connection, "integer", keys.stream().map(WindowKey::partition)));
        statement.setArray(4, array(connection, "integer", keys.stream().map(WindowKey::revision)));
    }

    /** Binds these, and the wall clock as a fifth. */
    void bind(PreparedStatement statement) throws SQLException {
        bindKeys(statement);
        statement.setArray(5, array(statement.getConnection(), "timestamptz", closedAt.stream()));
    }

    private static Array array(Connection connection, String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }
}
