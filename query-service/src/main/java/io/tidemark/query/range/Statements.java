package io.tidemark.query.range;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Access;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.problem.TooExpensive;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Runs what is asked of PostgreSQL, for so long at most: what it costs is the asker's doing. Every read of an answer is made here, in a
 * transaction of its own as a role that row-level security holds to what the asker may see; who is told nothing sees nothing. Never
 * blocks.
 */
@ApplicationScoped
public class Statements {
    private static final String QUERY_CANCELED = "57014";
    private static final String INVALID_REGULAR_EXPRESSION = "2201B";

    /**
     * For this transaction: who asks, and for how long at most. The role is not the owner of the tables. Where it could not be made, who may
     * see all reads as the owner; who may not gets an error.
     */
    public static final String SETTINGS = """
            SELECT set_config('statement_timeout', $1, true), set_config('tidemark.namespaces', $2, true),
              set_config('tidemark.peers', $3, true), set_config('role', coalesce((SELECT name FROM reader),
                CASE $2 WHEN '*' THEN 'none' ELSE current_database() || '_reader' END), true)""";

    private final Pool pool;
    private final Duration longest;

    public Statements(Pool pool, RangeConfig config) {
        this.pool = pool;
        this.longest = config.timeout();
    }

    /** Fails with {@link TooExpensive} where it takes too long, {@link MalformedParameter} where PostgreSQL cannot read the filter. */
    public Uni<RowSet<Row>> run(Sql sql) {
        return run(sql.access(), sql.text(), sql.values());
    }

    /** The same of a statement that is no {@link Sql}. */
    public Uni<RowSet<Row>> run(Access access, String sql, Tuple values) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery(SETTINGS)
                        .execute(settings(access))
                        .flatMap(_ -> connection.preparedQuery(sql).execute(values)))
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

    private Tuple settings(Access access) {
        return Tuple.of(Long.toString(longest.toMillis()), access.setting(), access.peers());
    }
}
