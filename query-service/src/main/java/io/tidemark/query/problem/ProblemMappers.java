package io.tidemark.query.problem;

import io.tidemark.query.access.Limited;
import io.tidemark.query.text.Languages;
import io.tidemark.query.text.Text;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one table from exception to status, for everything that REST resources throw. */
public final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    public RestResponse<Problem> malformed(MalformedParameter e, HttpHeaders headers) {
        var language = language(headers);
        return answer(
                new Problem(
                        "urn:tidemark:problem:malformed-parameter",
                        Text.of("A parameter cannot be read").in(language),
                        400,
                        e.detail().in(language),
                        e.parameter(),
                        e.line(),
                        e.column(),
                        e.hint() == null ? null : e.hint().in(language)),
                language);
    }

    @ServerExceptionMapper
    public RestResponse<Problem> tooExpensive(TooExpensive e, HttpHeaders headers) {
        return problem(
                "urn:tidemark:problem:too-expensive",
                Text.of("The answer would cost too much"),
                400,
                e.detail(),
                headers);
    }

    @ServerExceptionMapper
    public RestResponse<Problem> limited(Limited e, HttpHeaders headers) {
        return problem(
                "urn:tidemark:problem:limited-to-namespaces",
                Text.of("Not of your namespaces alone"),
                403,
                e.detail(),
                headers);
    }

    @ServerExceptionMapper
    public RestResponse<Problem> web(WebApplicationException e) {
        var status = e.getResponse().getStatusInfo();
        return answer(
                new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), e.getMessage()),
                Locale.ENGLISH); // in the framework's words
    }

    @ServerExceptionMapper
    public RestResponse<Problem> any(Throwable e, HttpHeaders headers) {
        if (storeIsAway(e)) {
            return problem(
                    "urn:tidemark:problem:store-unavailable",
                    Text.of("The store does not answer"),
                    503,
                    Text.of("PostgreSQL cannot be reached now; try again in a few seconds"),
                    headers);
        }
        LOG.error("a request failed", e);
        return problem(
                "about:blank", Text.of("Internal Server Error"), 500, Text.of("the service's log says more"), headers);
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

    private static RestResponse<Problem> problem(
            String type, Text title, int status, Text detail, HttpHeaders headers) {
        var language = language(headers);
        return answer(new Problem(type, title.in(language), status, detail.in(language)), language);
    }

    private static Locale language(HttpHeaders headers) {
        return Languages.wanted(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    }

    private static RestResponse<Problem> answer(Problem problem, Locale language) {
        return RestResponse.ResponseBuilder.create(Response.Status.fromStatusCode(problem.status()), problem)
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.CONTENT_LANGUAGE, language.getLanguage())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .build();
    }
}
