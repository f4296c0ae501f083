package io.tidemark.query.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Writes a bulk in one transaction of a few statements, by COPY. Written twice, a bulk changes nothing. A closing that says another
 * wall clock than the one in the store is the same window closed again, by an aggregator that started over: it takes the
 * place of all rows of the earlier one. Blocks; for virtual threads.
 */
@ApplicationScoped
class Sink {
    private static final String KEYS =
            "unnest(?, ?, ?, ?, ?) WITH ORDINALITY AS k(window_start, window_group, partition, revision, closed_at, place)";
    private static final String KNOWN =
            "SELECT k.place, w.closed_at <> k.closed_at FROM %s JOIN closed_window w USING (%s)"
                    .formatted(KEYS, Grain.KEY);
    private static final String SETTLED =
            "SELECT k.place FROM %s JOIN settled s ON s.window_group = k.window_group AND s.resolution = '10s'"
                            .formatted(KEYS)
                    + " AND k.window_start >= s.starts AND k.window_start < s.ends";

    private final DataSource database;

    Sink(DataSource database) {
        this.database = database;
    }

    /**
     * How many rows of each grain were added or changed. Fails with {@link SettledWindows} where the bulk has such.
     *
     * @param carefully false: takes it that windows which are not in the store come once, and fails with a unique violation
     *                  (23505) where they do not: a record is twice in the bulk, or another process writes it now
     */
    Map<Grain, Integer> write(Bulk bulk, boolean carefully) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var written = write(connection, bulk, carefully);
                connection.commit();
                return written;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    private static void rollBack(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e); // the connection is gone, and the transaction with it
        }
    }

    private static Map<Grain, Integer> write(Connection connection, Bulk bulk, boolean carefully) throws SQLException {
        var keys = bulk.keys();
        refuseSettled(connection, keys);
        var known = new ArrayList<Integer>();
        var replaced = new ArrayList<Integer>();
        try (var statement = connection.prepareStatement(KNOWN)) {
            keys.bind(statement);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    known.add(rows.getInt(1) - 1);
                    if (rows.getBoolean(2)) {
                        replaced.add(rows.getInt(1) - 1);
                    }
                }
            }
        }
        if (!replaced.isEmpty()) {
            delete(connection, keys.at(replaced));
        }
        return insert(connection, bulk, carefully || !known.isEmpty());
    }

    private static void refuseSettled(Connection connection, Keys keys) throws SQLException {
        var settled = new HashSet<WindowKey>();
        try (var statement = connection.prepareStatement(SETTLED)) {
            keys.bind(statement);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    settled.add(keys.get(rows.getInt(1) - 1));
                }
            }
        }
        if (!settled.isEmpty()) {
            throw new SettledWindows(settled);
        }
    }

    private static void delete(Connection connection, Keys keys) throws SQLException {
        for (var grain : Grain.ofWindows()) {
            try (var statement = connection.prepareStatement(grain.delete())) {
                keys.bindKeys(statement);
                statement.executeUpdate();
            }
        }
    }

    private static Map<Grain, Integer> insert(Connection connection, Bulk bulk, boolean carefully) throws SQLException {
        var written = new EnumMap<Grain, Integer>(Grain.class);
        for (var grain : Grain.values()) {
            var rows = bulk.rows(grain);
            if (rows.size() > 0) {
                written.put(
                        grain,
                        carefully || !grain.isOfAWindow()
                                ? staged(connection, grain, rows)
                                : (int) copy(connection, grain.copy(), rows));
            }
        }
        return written;
    }

    private static int staged(Connection connection, Grain grain, Rows rows) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(grain.stage());
            copy(connection, grain.copyStaged(), rows);
            return statement.executeUpdate(grain.insertStaged());
        }
    }

    private static long copy(Connection connection, String sql, Rows rows) throws SQLException {
        var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            copy.writeToCopy(rows.bytes(), 0, rows.length());
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
