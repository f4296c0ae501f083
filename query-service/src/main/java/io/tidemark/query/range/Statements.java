package io.tidemark.query.range;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.problem.TooExpensive;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Runs what is asked of PostgreSQL, for so long at most: what it costs is the asker's doing. Never blocks. */
@ApplicationScoped
public class Statements {
    private static final String QUERY_CANCELED = "57014";
    private static final String INVALID_REGULAR_EXPRESSION = "2201B";

    private final Pool pool;
    private final Duration longest;

    public Statements(Pool pool, RangeConfig config) {
        this.pool = pool;
        this.longest = config.timeout();
    }

    /** Fails with {@link TooExpensive} where it takes too long, {@link MalformedParameter} where PostgreSQL cannot read the filter. */
    public Uni<RowSet<Row>> run(Sql sql) {
        return pool.withTransaction(connection -> bounded(connection, sql))
                .onFailure(PgException.class)
                .transform(this::refusal);
    }

    /** What the question is to blame for, in its words; else the failure as it is. */
    private Throwable refusal(PgException e) {
        return switch (String.valueOf(e.getSqlState())) {
            case QUERY_CANCELED ->
                new TooExpensive("the answer took longer than %d ms; ask for a shorter range or a simpler filter"
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
