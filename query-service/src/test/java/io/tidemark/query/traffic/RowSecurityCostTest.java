package io.tidemark.query.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.EmbeddedDatabase;
import io.tidemark.query.access.Access;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.grouping.Dimension;
import io.tidemark.query.grouping.Grouping;
import io.tidemark.query.grouping.Listed;
import io.tidemark.query.grouping.Metric;
import io.tidemark.query.grouping.Sketches;
import io.tidemark.query.range.Asked;
import io.tidemark.query.range.Ranges;
import io.tidemark.query.range.RoomyLimits;
import io.tidemark.query.range.Statements;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What row-level security costs; docs/explanation/the-store.md has the figures and the command. It measures, and fails only if nothing is seen. */
@EnabledIfSystemProperty(named = "tidemark.measure", matches = "true") // a minute and more
class RowSecurityCostTest {
    private static final Instant START = Instant.parse("2026-02-01T00:00:00Z");
    private static final int ROUNDS = 9;

    @TempDir
    static Path folder;

    @Test
    void aMillionConversations() throws IOException {
        try (var database = EmbeddedDatabase.start(folder, 0)) {
            org.flywaydb.core.Flyway.configure()
                    .dataSource(database.jdbcUrl(), database.username(), database.password())
                    .load()
                    .migrate();
            var vertx = Vertx.vertx();
            var pool = PgBuilder.pool()
                    .with(new PoolOptions().setMaxSize(1))
                    .connectingTo(PgConnectOptions.fromUri(database.reactiveUrl())
                            .setUser(database.username())
                            .setPassword(database.password()))
                    .using(vertx)
                    .build();
            fill(pool);
            measure(pool);
            plan(pool);
            pool.closeAndAwait();
            vertx.closeAndAwait();
        }
    }

    /** A day of 1,000,000 conversations and 200,000 pairs of 5,000 endpoints in 50 namespaces, which have names for 30 days. */
    private static void fill(Pool pool) {
        for (int day = 0; day < 30; day++) {
            run(pool, "SELECT create_time_partition('names', '%s')".formatted(START.minus(Duration.ofDays(day))));
        }
        run(pool, "SELECT create_time_partition('10s', '%s'), prepare_reader()".formatted(START));
        run(pool, """
                INSERT INTO endpoint SELECT day, id, 'ns-' || id %% 50, 'Deployment', 'w-' || id / 5, 'pod-' || id, 'node-' || id %% 20, 'z', '', '', '', 0, ''
                FROM generate_series('%s'::timestamptz - interval '29 days', '%s', '1 day') day, generate_series(1, 5000) id""".formatted(START, START));
        run(pool, """
                INSERT INTO conversation SELECT '%s'::timestamptz + (n %% 8640) * interval '10 s', 'live', 0, n / 8640,
                  '10.0.0.0'::inet + n %% 5000, '10.1.0.0'::inet + n * 7 %% 5000, 443, 6, n %% 200 = 0, 1, 1, n, 1, 1, n, 1, 0, 0, 0,
                  CASE n %% 200 WHEN 0 THEN 0 ELSE 1 + n %% 5000 END, CASE n %% 200 WHEN 0 THEN 0 ELSE 1 + n * 7 %% 5000 END, 0, ''
                FROM generate_series(1, 1000000) n""".formatted(START));
        run(pool, """
                INSERT INTO workload_pair SELECT '%s'::timestamptz + (n %% 8640) * interval '10 s', 'live', 0, n / 8640,
                  1 + n %% 5000, 1 + n * 7 %% 5000, 6, 443, false, 1, 1, n, 1, 1, n, 1, 0, 0, 0
                FROM generate_series(1, 200000) n""".formatted(START));
        // what is not summed up is read window by window
        run(pool, """
                INSERT INTO closed_window SELECT t, 'live', 0, 0, t + '10 s', true, now(), true
                FROM generate_series('%s'::timestamptz, '%s'::timestamptz + interval '86390 s', '10 s') t""".formatted(START, START));
        run(pool, "VACUUM ANALYZE");
    }

    private static void measure(Pool pool) {
        var limits = new RoomyLimits();
        var statements = new Statements(pool, limits);
        var ranking = new Ranking(new Sketches(limits));
        var ranges = new Ranges(statements, limits, Clock.systemUTC(), () -> Access.ALL);
        var who = new LinkedHashMap<String, Access>();
        who.put("owner, not held", Access.ALL);
        who.put("all", Access.ALL);
        who.put("1 of 50 namespaces", Access.to(List.of("ns-7"), true));
        who.put(
                "10 of 50 namespaces",
                Access.to(IntStream.range(0, 10).mapToObj(i -> "ns-" + i).toList(), true));
        who.put("1 of 50, peers unnamed", Access.to(List.of("ns-7"), false));
        var questions = new LinkedHashMap<String, Grouping>();
        questions.put("top src.addr,dst.addr", new Grouping(List.of(Dimension.SRC_ADDR, Dimension.DST_ADDR)));
        questions.put("top any.pod", new Grouping(List.of(Dimension.ANY_POD)));
        questions.put("top any.entity", new Grouping(List.of(Dimension.ANY_ENTITY)));
        questions.forEach((question, grouping) -> who.forEach((name, access) -> {
            boolean owner = name.startsWith("owner");
            run(pool, owner ? "DELETE FROM reader" : "SELECT prepare_reader()");
            var asked = new Asked(START, START.plus(Duration.ofDays(1)), List.of());
            var millis = new ArrayList<Double>();
            long total = 0;
            for (int i = 0; i < ROUNDS; i++) {
                long start = System.nanoTime();
                total = ranges.over(
                                asked,
                                access,
                                range -> ranking.of(
                                        range,
                                        Filter.parse(null),
                                        grouping,
                                        Metric.BYTES,
                                        new Listed.Largest(10, null)))
                        .await()
                        .indefinitely()
                        .total();
                millis.add((System.nanoTime() - start) / 1e6);
            }
            millis.sort(null);
            System.out.printf(
                    "MEASURED %-24s %-24s median %6.0f ms, total %d%n", question, name, millis.get(ROUNDS / 2), total);
            assertThat(total).isPositive();
        }));
    }

    private static void plan(Pool pool) {
        var rows = pool.withTransaction(connection -> connection
                        .query(
                                "SELECT set_config('tidemark.namespaces', '{ns-7}', true), set_config('role', 'tidemark_reader', true)")
                        .execute()
                        .flatMap(_ -> connection
                                .query(
                                        "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF) SELECT client, sum(forward_bytes) FROM conversation"
                                                + " WHERE window_start >= '2026-02-01T06:00:00Z' AND window_start < '2026-02-01T07:00:00Z' GROUP BY 1")
                                .execute()))
                .await()
                .indefinitely();
        rows.forEach(row -> System.out.println("PLAN " + row.getString(0)));
    }

    private static RowSet<Row> run(Pool pool, String sql) {
        return pool.query(sql).execute().await().indefinitely();
    }
}
