package io.tidemark.query.range;

import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.Access;
import io.vertx.core.Future;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.SqlConnection;

/** One state of the store, as somebody may see it, for as long as one answer is made of it. See {@link Statements#read}. */
public final class Reading {
    /** Of a range that nothing is read of. */
    static final Reading NONE = new Reading(Access.NOTHING, null, null);

    private final Access access;
    private final SqlConnection connection;
    private final Future<?> begun;

    /** @param begun when the transaction is held to what may be seen; nothing is handed out before, or if it fails */
    Reading(Access access, SqlConnection connection, Future<?> begun) {
        this.access = access;
        this.connection = connection;
        this.begun = begun;
    }

    /** What is seen. */
    Access access() {
        return access;
    }

    /** Sent at once, though those before it are not answered yet: a network between costs little where several are asked together. */
    public Uni<RowSet<Row>> run(String sql, Tuple values) {
        return Uni.createFrom()
                .completionStage(() -> {
                    var rows = connection.preparedQuery(sql).execute(values.getDelegate());
                    return begun.compose(_ -> rows).toCompletionStage();
                })
                .map(rows -> RowSet.newInstance(rows, Row.__TYPE_ARG));
    }
}
