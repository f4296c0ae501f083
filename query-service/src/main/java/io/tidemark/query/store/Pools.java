package io.tidemark.query.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The pool of connections to PostgreSQL, which keeps prepared what is asked again and again: statements of answers are longer than those
 * that it keeps by itself. Few of them, as a plan takes some 100 KB of each connection's process.
 */
@Singleton
class Pools implements PgPoolCreator {
    private static final int LONGEST = 16_384; // characters
    private static final int MOST = 64; // statements of a connection

    @Override
    public Pool create(Input input) {
        for (var options : input.pgConnectOptionsList()) {
            options.setPreparedStatementCacheMaxSize(MOST)
                    .setPreparedStatementCacheSqlFilter(sql -> sql.length() <= LONGEST);
        }
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
