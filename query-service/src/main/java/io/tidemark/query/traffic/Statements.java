package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.problem.TooExpensive;
import io.tidemark.query.range.Sql;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;

/** Runs statements; one with a filter, whose cost is the asker's, for so long at most. Never blocks. */
@ApplicationScoped
class Statements {
    private static final int MOST_SECONDS = 20;
    private static final String QUERY_CANCELED = "57014";

    private final Pool pool;

    Statements(Pool pool) {
        this.pool = pool;
    }

    /** Fails with {@link TooExpensive} where a filter takes too long. */
    Uni<RowSet<Row>> run(Sql sql, Filter filter) {
        if (filter.isAll()) {
            return pool.preparedQuery(sql.text()).execute(sql.values());
        }
        return pool.withTransaction(connection -> bounded(connection, sql))
                .onFailure(Statements::tookTooLong)
                .transform(_ ->
                        new TooExpensive("the filter took longer than %d s; ask for a shorter range or a simpler filter"
                                .formatted(MOST_SECONDS)));
    }

    private static Uni<RowSet<Row>> bounded(SqlConnection connection, Sql sql) {
        return connection
                .query("SET LOCAL statement_timeout = '%ds'".formatted(MOST_SECONDS))
                .execute()
                .flatMap(_ -> connection.preparedQuery(sql.text()).execute(sql.values()));
    }

    private static boolean tookTooLong(Throwable e) {
        return e instanceof PgException pg && QUERY_CANCELED.equals(pg.getSqlState());
    }
}
