package io.tidemark.query.problem;

import io.smallrye.graphql.api.ErrorCode;
import io.tidemark.query.text.Text;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Locale;

/** PostgreSQL cannot be reached, closed the connection, or has no room for another: 503. */
@ErrorCode("store-unavailable")
public final class StoreUnavailable extends Failure {
    private static final long serialVersionUID = 1L;

    StoreUnavailable(Locale language) {
        super(Text.of("PostgreSQL cannot be reached now; try again in a few seconds"), language);
    }

    /** Whether this is what such a failure comes of (SQL states of classes 08, 53, 57). */
    static boolean explains(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof ClosedConnectionException) {
                return true;
            }
            if (cause instanceof PgException pg && pg.getSqlState() != null) {
                return switch (pg.getSqlState().substring(0, 2)) {
                    case "08", "53", "57" -> true;
                    default -> false;
                };
            }
        }
        return false;
    }

    @Override
    public StoreUnavailable in(Locale language) {
        return new StoreUnavailable(language);
    }

    @Override
    public Problem problem(Locale language) {
        return new Problem(
                "urn:tidemark:problem:store-unavailable",
                Text.of("The store does not answer").in(language),
                503,
                detail().in(language));
    }
}
