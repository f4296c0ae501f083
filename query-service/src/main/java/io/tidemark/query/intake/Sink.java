package io.tidemark.query.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Writes a bulk in one transaction of a few statements. Written twice, a bulk changes nothing. A closing that says another
 * wall clock than the one in the store is the same window closed again, by an aggregator that started over: it takes the
 * place of all rows of the earlier one.
 */
@ApplicationScoped
class Sink {
    private static final String KNOWN =
            "SELECT k.*, w.closed_at <> k.closed_at FROM unnest(%s) AS k(%s) JOIN closed_window w USING (%s)"
                    .formatted(
                            Grain.Column.parameters(Grain.Column.list(Grain.KEY + ", closed_at timestamptz")),
                            "window_start, window_group, partition, revision, closed_at",
                            "window_start, window_group, partition, revision");

    private static final String SETTLED =
            "SELECT k.* FROM unnest(%s) AS k(%s) JOIN settled s ON s.window_group = k.window_group AND s.resolution = '10s'"
                            .formatted(
                                    Grain.Column.parameters(Grain.Column.list(Grain.KEY + ", closed_at timestamptz")),
                                    "window_start, window_group, partition, revision, closed_at")
                    + " AND k.window_start >= s.starts AND k.window_start < s.ends";

    private final Pool pool;

    Sink(Pool pool) {
        this.pool = pool;
    }

    /**
     * How many rows of each grain were added or changed. Fails with {@link SettledWindows} where the bulk has such. Never blocks.
     *
     * @param carefully false: takes it that windows which are not in the store come once, and fails with a unique violation
     *                  (23505) where they do not: a record is twice in the bulk, or another process writes it now
     */
    Uni<Map<Grain, Integer>> write(Bulk bulk, boolean carefully) {
        return pool.withTransaction(connection -> known(connection, bulk).flatMap(known -> {
            if (!known.settled.isEmpty()) {
                return Uni.createFrom().failure(new SettledWindows(known.settled));
            }
            var deleted = known.replaced.size() == 0 ? Uni.createFrom().voidItem() : delete(connection, known.replaced);
            return deleted.flatMap(_ -> insert(connection, bulk, carefully || known.any));
        }));
    }

    private static Uni<Known> known(SqlConnection connection, Bulk bulk) {
        var keys = bulk.keys().arrays();
        var settled = connection.preparedQuery(SETTLED).execute(keys);
        return connection
                .preparedQuery(KNOWN)
                .execute(keys)
                .flatMap(found -> settled.map(dropped -> known(found, dropped)));
    }

    private static Known known(RowSet<Row> found, RowSet<Row> dropped) {
        var replaced = new Rows(Grain.Column.list(Grain.KEY));
        for (var row : found) {
            if (row.getBoolean(5)) {
                replaced.add(row.get(OffsetDateTime.class, 0))
                        .add(row.getString(1))
                        .add(row.getInteger(2))
                        .add(row.getInteger(3));
            }
        }
        var settled = new HashSet<SettledWindows.Window>();
        dropped.forEach(row ->
                settled.add(new SettledWindows.Window(row.getOffsetDateTime(0).toInstant(), row.getString(1))));
        return new Known(found.size() > 0, replaced, settled);
    }

    /**
     * What of a bulk's windows is in the store.
     *
     * @param any      some are
     * @param replaced keys of those that are with another closing
     * @param settled  those that were dropped by age
     */
    private record Known(boolean any, Rows replaced, Set<SettledWindows.Window> settled) {}

    private static Uni<Void> delete(SqlConnection connection, Rows keys) {
        var deletions = new ArrayList<Uni<RowSet<Row>>>();
        for (var grain : Grain.values()) {
            if (grain.isOfAWindow()) {
                deletions.add(connection.preparedQuery(grain.delete()).execute(keys.arrays()));
            }
        }
        return Uni.join().all(deletions).andFailFast().replaceWithVoid();
    }

    /** The statements of all grains go out at once, and are answered one after the other. */
    private static Uni<Map<Grain, Integer>> insert(SqlConnection connection, Bulk bulk, boolean carefully) {
        var grains = new ArrayList<Grain>();
        var insertions = new ArrayList<Uni<Integer>>();
        for (var grain : Grain.values()) {
            var rows = bulk.rows(grain);
            if (rows.size() > 0) {
                grains.add(grain);
                insertions.add(connection
                        .preparedQuery(carefully ? grain.upsert() : grain.insert())
                        .execute(rows.arrays())
                        .map(result -> result.rowCount()));
            }
        }
        return Uni.join().all(insertions).andFailFast().map(counts -> {
            var written = new EnumMap<Grain, Integer>(Grain.class);
            for (int i = 0; i < counts.size(); i++) {
                written.put(grains.get(i), counts.get(i));
            }
            return written;
        });
    }
}
