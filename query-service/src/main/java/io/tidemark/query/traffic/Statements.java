package io.tidemark.query.traffic;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.filter.Filter;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.problem.TooExpensive;
import io.tidemark.query.range.RangeConfig;
import io.tidemark.query.range.Sql;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Runs statements; one with a filter, whose cost is the asker's, for so long at most. Never blocks. */
@ApplicationScoped
class Statements {
    private static final String QUERY_CANCELED = "57014";
    private static final String INVALID_REGULAR_EXPRESSION = "2201B";

    private final Pool pool;
    private final Duration longest;

    Statements(Pool pool, RangeConfig config) {
        this.pool = pool;
        this.longest = config.filterTimeout();
    }

    /** Fails with {@link TooExpensive} where a filter takes too long, {@link MalformedParameter} where PostgreSQL cannot read it. */
    Uni<RowSet<Row>> run(Sql sql, Filter filter) {
        if (filter.isAll()) {
            return pool.preparedQuery(sql.text()).execute(sql.values());
        }
        return pool.withTransaction(connection -> bounded(connection, sql))
                .onFailure(PgException.class)
                .transform(this::refusal);
    }

    /** What the filter is to blame for, in its words; else the failure as it is. */
    private Throwable refusal(PgException e) {
        return switch (String.valueOf(e.getSqlState())) {
            case QUERY_CANCELED ->
                new TooExpensive("the filter took longer than %d ms; ask for a shorter range or a simpler filter"
                        .formatted(longest.toMillis()));
            case INVALID_REGULAR_EXPRESSION ->
                new MalformedParameter(
                        "filter", "PostgreSQL cannot use the regular expression: " + e.getErrorMessage());
            default -> e;
        };
    }

    private Uni<RowSet<Row>> bounded(SqlConnection connection, Sql sql) {
        return connection
                .query("SET LOCAL statement_timeout = %d".formatted(longest.toMillis()))
                .execute()
                .flatMap(_ -> connection.preparedQuery(sql.text()).execute(sql.values()));
    }
}
