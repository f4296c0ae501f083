package io.tidemark.query.store;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Keeps the rows of buckets up to date, on a virtual thread. Each transaction takes the marks of some buckets and computes these anew
 * from what they are summed up from; the database marks the buckets that are made of them in turn. Marks are taken first: a change that
 * is committed later leaves a mark of its own. One process does this at a time; the others find the lock taken and wait.
 */
@ApplicationScoped
class Rollups {
    private static final Logger LOG = Logger.getLogger(Rollups.class);
    /** By what is summed up. */
    private static final Map<Resolution, Pace> PACES = Map.of(
            Resolution.WINDOW,
            new Pace(1_800, 1),
            Resolution.MINUTE,
            new Pace(21_600, 6),
            Resolution.HOUR,
            new Pace(345_600, 40));

    private static final int LONGEST_PATIENCE = 20;

    private final Schema schema;
    private final Pool pool;
    private final TimePartitions partitions;
    private final RollupConfig config;
    private final StoreMetrics metrics;
    private Thread worker;

    Rollups(Schema schema, Pool pool, TimePartitions partitions, RollupConfig config, StoreMetrics metrics) {
        this.schema = schema;
        this.pool = pool;
        this.partitions = partitions;
        this.config = config;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        worker = Thread.ofVirtual().name("rollups").start(this::run);
    }

    private void run() {
        try {
            schema.awaitMigrated();
            boolean failed = false;
            while (true) {
                try {
                    apply(config.quiet());
                    failed = false;
                } catch (RuntimeException e) {
                    if (isStopping(e)) {
                        return;
                    }
                    partitions.forget();
                    metrics.rollupFailed();
                    if (!failed) {
                        failed = true;
                        LOG.warn(
                                "rows are not summed up over time; answers read finer ones until they are; trying again",
                                e);
                    }
                }
                Thread.sleep(config.every());
            }
        } catch (InterruptedException | CancellationException stopped) {
            LOG.debug("stopped");
        }
    }

    private static boolean isStopping(RuntimeException e) {
        return Thread.currentThread().isInterrupted()
                || e instanceof CancellationException
                || e.getCause() instanceof InterruptedException;
    }

    /**
     * How rows are summed up.
     *
     * @param seconds  of windows, in one transaction
     * @param patience times as long as a minute they must have been left alone
     */
    private record Pace(double seconds, int patience) {}

    /** Sums up what has been left alone for so long, the finest first. How many buckets that were. */
    int apply(Duration quiet) {
        int all = 0;
        for (var resolution : Resolution.OF_BUCKETS) {
            int done;
            do {
                done = batch(resolution, quiet);
                all += done;
            } while (done > 0);
        }
        return all;
    }

    /** One transaction; how many buckets it computed. */
    int batch(Resolution resolution, Duration quiet) {
        var start = Instant.now();
        var connection = pool.getConnection().await().indefinitely();
        try {
            var transaction = connection.begin().await().indefinitely();
            try {
                int done = compute(connection, resolution, quiet);
                transaction.commit().await().indefinitely();
                metrics.rolledUp(resolution, done, Duration.between(start, Instant.now()));
                return done;
            } catch (RuntimeException e) {
                transaction.rollback().onFailure().recoverWithNull().await().indefinitely();
                throw e;
            }
        } finally {
            connection.close().await().indefinitely();
        }
    }

    private int compute(SqlConnection connection, Resolution resolution, Duration quiet) {
        boolean alone = run(connection, "SELECT pg_try_advisory_xact_lock(hashtext('tidemark.rollup'))", Tuple.tuple())
                .getFirst()
                .getBoolean(0);
        if (!alone) {
            return 0;
        }
        var pace = PACES.get(resolution.summedFrom());
        double wait = quiet.toMillis() / 1e3 * pace.patience;
        var due = run(
                connection, Rollup.take(), Tuple.of(resolution.label(), wait, wait * LONGEST_PATIENCE, pace.seconds));
        if (due.isEmpty()) {
            return 0;
        }
        var buckets = due.stream().map(row -> row.getOffsetDateTime(0)).toArray(OffsetDateTime[]::new);
        var groups = due.stream().map(row -> row.getString(1)).toArray(String[]::new);
        partitions.ensure(
                resolution,
                due.stream().map(row -> row.getOffsetDateTime(0).toInstant()).collect(Collectors.toSet()));
        var rollup = new Rollup(resolution, config.topConversations());
        var range = Tuple.of(buckets[0], buckets[buckets.length - 1].plus(resolution.length()), buckets, groups);
        for (var grain : Rollup.plain()) {
            run(connection, rollup.delete(grain), range);
            run(connection, rollup.insert(grain), range);
        }
        run(connection, rollup.delete(Summed.APPLICATION), range);
        applications(connection, rollup, range);
        return due.size();
    }

    private void applications(SqlConnection connection, Rollup rollup, Tuple range) {
        var rows = run(connection, rollup.applications(), range);
        if (rows.isEmpty()) {
            return;
        }
        var columns = Tuple.tuple();
        int count = Summed.APPLICATION.columns().size();
        for (int i = 0; i < count; i++) {
            columns.addValue(column(rows, i));
        }
        run(connection, rollup.insertApplications(), columns);
    }

    private Object column(List<Row> rows, int i) {
        var name = Summed.APPLICATION.columns().get(i);
        return switch (name) {
            case "window_start" ->
                rows.stream().map(row -> row.getOffsetDateTime(i)).toArray(OffsetDateTime[]::new);
            case "window_group" -> rows.stream().map(row -> row.getString(i)).toArray(String[]::new);
            case "protocol", "server_port" ->
                rows.stream().map(row -> row.getInteger(i)).toArray(Integer[]::new);
            case "other" -> rows.stream().map(row -> row.getBoolean(i)).toArray(Boolean[]::new);
            case "clients" ->
                rows.stream()
                        .map(row -> Sketches.clients(row.get(Buffer[].class, i)))
                        .toArray(Buffer[]::new);
            case "round_trips" ->
                rows.stream()
                        .map(row -> Sketches.roundTrips(row.get(Buffer[].class, i)))
                        .toArray(Buffer[]::new);
            default -> rows.stream().map(row -> row.getLong(i)).toArray(Long[]::new);
        };
    }

    private static List<Row> run(SqlConnection connection, String sql, Tuple values) {
        var rows = new ArrayList<Row>();
        connection.preparedQuery(sql).execute(values).await().indefinitely().forEach(rows::add);
        return rows;
    }

    @PreDestroy
    void stop() {
        if (worker != null) {
            worker.interrupt();
        }
    }
}
