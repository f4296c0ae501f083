package io.tidemark.query.range;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Access;
import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.problem.TooExpensive;
import io.tidemark.query.text.Text;
import io.vertx.core.Future;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;

/**
 * Runs what is asked of PostgreSQL, for so long at most: what it costs is the asker's doing. Every answer is read here, in a transaction
 * of its own, which sees one state of the store, as a role that row-level security holds to what the asker may see; who is told nothing
 * sees nothing. Never blocks.
 */
@ApplicationScoped
public class Statements {
    private static final String QUERY_CANCELED = "57014";
    private static final String INVALID_REGULAR_EXPRESSION = "2201B";

    /** No partition is dropped before its end. The lock comes before the state that is seen: whoever waits for it sees what was dropped. */
    private static final String BEGIN =
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; LOCK TABLE time_partition IN ACCESS SHARE MODE";

    /**
     * For this transaction: who asks, and for how long at most. The role is not the owner of the tables. Where it could not be made, who may
     * see all reads as the owner; who may not gets an error. Tens of thousands of groups stay in memory; to compile a statement takes longer
     * than most of them take.
     */
    public static final String SETTINGS = """
            SELECT set_config('statement_timeout', $1, true), set_config('tidemark.namespaces', $2, true),
              set_config('tidemark.peers', $3, true), set_config('role', coalesce((SELECT name FROM reader),
                CASE $2 WHEN '*' THEN 'none' ELSE current_database() || '_reader' END), true),
              set_config('work_mem', '16MB', true), set_config('jit', 'off', true)""";

    private final Pool pool;
    private final Duration longest;

    public Statements(Pool pool, RangeConfig config) {
        this.pool = pool;
        this.longest = config.timeout();
    }

    /**
     * An answer of one state of the store. Fails with {@link TooExpensive} where a statement takes too long, {@link MalformedParameter}
     * where PostgreSQL cannot read the filter.
     *
     * @param answer is given what it reads from, which ends with it
     */
    public <T> Uni<T> read(Access access, Function<Reading, Uni<? extends T>> answer) {
        return Uni.createFrom()
                .completionStage(() -> pool.getDelegate()
                        .getConnection()
                        .compose(connection -> answer(connection, access, answer))
                        .toCompletionStage())
                .onFailure(PgException.class)
                .transform(this::refusal);
    }

    /** What is read is sent with the statements that hold it to what may be seen, and handed out after them. */
    private <T> Future<T> answer(SqlConnection connection, Access access, Function<Reading, Uni<? extends T>> answer) {
        var begun = connection.query(BEGIN).execute();
        var set = connection.preparedQuery(SETTINGS).execute(settings(access));
        var reading = new Reading(access, connection, begun.compose(_ -> set));
        return Future.fromCompletionStage(Uni.createFrom()
                        .<T>deferred(() -> answer.apply(reading))
                        .subscribeAsCompletionStage())
                .onComplete(_ -> end(connection));
    }

    /** Nobody waits for it: nothing was written. */
    private static void end(SqlConnection connection) {
        connection.query("COMMIT").execute().onComplete(_ -> connection.close());
    }

    /** What the question is to blame for, in its words; else the failure as it is. */
    private Throwable refusal(PgException e) {
        return switch (String.valueOf(e.getSqlState())) {
            case QUERY_CANCELED ->
                new TooExpensive(Text.of(
                        "the answer took longer than %d ms; ask for a shorter range or a simpler filter",
                        longest.toMillis()));
            case INVALID_REGULAR_EXPRESSION ->
                new MalformedParameter(
                        "filter", Text.of("PostgreSQL cannot use the regular expression: %s", e.getErrorMessage()));
            default -> e;
        };
    }

    private Tuple settings(Access access) {
        return Tuple.of(Long.toString(longest.toMillis()), access.setting(), access.peers());
    }
}
