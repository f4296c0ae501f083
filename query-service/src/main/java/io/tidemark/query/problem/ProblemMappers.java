package io.tidemark.query.problem;

import io.tidemark.query.text.Languages;
import io.tidemark.query.text.Text;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one table from exception to status, for everything that REST resources throw. */
public final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    public RestResponse<Problem> told(Failure e, HttpHeaders headers) {
        var language = language(headers);
        return answer(e.problem(language), language);
    }

    @ServerExceptionMapper
    public RestResponse<Problem> web(WebApplicationException e, UriInfo asked, HttpHeaders headers) {
        var status = e.getResponse().getStatusInfo();
        var detail =
                switch (e) {
                    case NotFoundException _ ->
                        Text.of("there is no %s; /q/openapi tells what there is", asked.getPath());
                    case NotAllowedException _ -> Text.of("%s can only be read, by GET", asked.getPath());
                    case NotAcceptableException _ ->
                        Text.of("it is told as application/json, and as text/csv where /q/openapi says so");
                    default -> Text.of("%s", e.getMessage()); // in the framework's words
                };
        var language = language(headers);
        var told = answer(
                new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail.in(language)),
                language);
        return e instanceof NotAllowedException
                ? ResponseBuilder.fromResponse(told)
                        .header(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS")
                        .build()
                : told;
    }

    @ServerExceptionMapper
    public RestResponse<Problem> any(Throwable e, HttpHeaders headers) {
        var language = language(headers);
        if (StoreUnavailable.explains(e)) {
            return told(new StoreUnavailable(language), headers);
        }
        LOG.error("a request failed", e);
        return answer(
                new Problem(
                        "about:blank",
                        Text.of("Internal Server Error").in(language),
                        500,
                        Text.of("the service's log says more").in(language)),
                language);
    }

    private static Locale language(HttpHeaders headers) {
        return Languages.wanted(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    }

    private static RestResponse<Problem> answer(Problem problem, Locale language) {
        return ResponseBuilder.create(Response.Status.fromStatusCode(problem.status()), problem)
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.CONTENT_LANGUAGE, language.getLanguage())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .build();
    }
}
