package io.tidemark.query.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.tidemark.embedded.EmbeddedDatabase;
import io.tidemark.query.access.Access;
import io.tidemark.query.range.Asked;
import io.tidemark.query.range.Coverage;
import io.tidemark.query.range.Range;
import io.tidemark.query.range.Ranges;
import io.tidemark.query.range.RoomyLimits;
import io.tidemark.query.range.Statements;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.flywaydb.core.Flyway;

/** A real PostgreSQL of this version's schema with the store's parts around it, without a service. */
final class StoreUnderTest implements AutoCloseable {
    final TimePartitions partitions;
    private final Ranges ranges;
    final Pool pool;
    private final Path folder;
    private final EmbeddedDatabase database;
    private final Vertx vertx = Vertx.vertx();
    private final StoreMetrics metrics = new StoreMetrics(new SimpleMeterRegistry());

    StoreUnderTest() throws IOException {
        folder = Files.createTempDirectory("tidemark-store-test");
        database = EmbeddedDatabase.start(folder, 0);
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .load()
                .migrate();
        var options = PgConnectOptions.fromUri(database.reactiveUrl())
                .setUser(database.username())
                .setPassword(database.password());
        pool = Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(options)
                .using(vertx)
                .build());
        partitions = new TimePartitions(pool, metrics);
        rows("SELECT prepare_reader()");
        ranges = new Ranges(
                new Statements(pool, new RoomyLimits()), new RoomyLimits(), Clock.systemUTC(), () -> Access.ALL);
    }

    /** Sums up over time, with so many conversations of ten minutes and what is longer. */
    Rollups rollups(int topConversations) {
        return new Rollups(null, pool, partitions, new Settings(topConversations), metrics);
    }

    /** @param groups none: all */
    Range range(Instant from, Instant to, String... groups) {
        return ranges.over(new Asked(from, to, List.of(groups)), Uni.createFrom()::item)
                .await()
                .indefinitely();
    }

    Coverage coverage(Range range) {
        return ranges.over(new Asked(range.from(), range.to(), range.sources()), ranges::coverage)
                .await()
                .indefinitely();
    }

    List<Row> rows(String sql, Object... values) {
        return rows(sql, Tuple.from(values));
    }

    List<Row> rows(String sql, Tuple values) {
        var rows = new ArrayList<Row>();
        pool.preparedQuery(sql).execute(values).await().indefinitely().forEach(rows::add);
        return rows;
    }

    @Override
    public void close() throws IOException {
        pool.close().await().indefinitely();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        database.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private record Settings(int topConversations) implements RollupConfig {
        @Override
        public Duration every() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration quiet() {
            return Duration.ZERO;
        }
    }
}
