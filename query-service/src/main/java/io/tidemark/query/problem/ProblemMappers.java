package io.tidemark.query.problem;

import io.tidemark.query.access.Limited;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one table from exception to status, for everything that REST resources throw. */
public final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    public RestResponse<Problem> malformed(MalformedParameter e) {
        return answer(new Problem(
                "urn:tidemark:problem:malformed-parameter",
                "A parameter cannot be read",
                400,
                e.getMessage(),
                e.parameter(),
                e.line(),
                e.column(),
                e.hint()));
    }

    @ServerExceptionMapper
    public RestResponse<Problem> tooExpensive(TooExpensive e) {
        return problem("urn:tidemark:problem:too-expensive", "The answer would cost too much", 400, e.getMessage());
    }

    @ServerExceptionMapper
    public RestResponse<Problem> limited(Limited e) {
        return problem(
                "urn:tidemark:problem:limited-to-namespaces", "Not of your namespaces alone", 403, e.getMessage());
    }

    @ServerExceptionMapper
    public RestResponse<Problem> web(WebApplicationException e) {
        var status = e.getResponse().getStatusInfo();
        return problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), e.getMessage());
    }

    @ServerExceptionMapper
    public RestResponse<Problem> any(Throwable e) {
        if (storeIsAway(e)) {
            return problem(
                    "urn:tidemark:problem:store-unavailable",
                    "The store does not answer",
                    503,
                    "PostgreSQL cannot be reached now; try again in a few seconds");
        }
        LOG.error("a request failed", e);
        return problem("about:blank", "Internal Server Error", 500, "the service's log says more");
    }

    /** Whether PostgreSQL could not be reached, closed the connection, or has no room for another (classes 08, 53, 57). */
    private static boolean storeIsAway(Throwable e) {
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

    private static RestResponse<Problem> problem(String type, String title, int status, String detail) {
        return answer(new Problem(type, title, status, detail));
    }

    private static RestResponse<Problem> answer(Problem problem) {
        return RestResponse.ResponseBuilder.create(Response.Status.fromStatusCode(problem.status()), problem)
                .type(Problem.MEDIA_TYPE)
                .build();
    }
}
