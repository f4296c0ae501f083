package io.tidemark.query.problem;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tidemark.query.text.Languages;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;
import org.jboss.logging.Logger;

/** GraphQL knows no request where it tells an error, so its language is chosen here, where the error is made. */
@TellsFailures
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class FailureInterceptor {
    private static final Logger LOG = Logger.getLogger(FailureInterceptor.class);

    private final CurrentVertxRequest request;

    FailureInterceptor(CurrentVertxRequest request) {
        this.request = request;
    }

    @AroundInvoke
    Object answer(InvocationContext call) throws Exception {
        var language = language();
        try {
            return switch (call.proceed()) {
                case Uni<?> answer -> answer.onFailure().transform(e -> told(e, language));
                case Multi<?> answers -> answers.onFailure().transform(e -> told(e, language));
                case Object answer -> answer;
                case null -> null;
            };
        } catch (RuntimeException e) {
            throw told(e, language) instanceof RuntimeException told ? told : e;
        }
    }

    private Locale language() {
        var current = request.getCurrent();
        return Languages.wanted(current == null ? null : current.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE));
    }

    private static Throwable told(Throwable e, Locale language) {
        if (e instanceof Failure failure) {
            return failure.in(language);
        }
        if (StoreUnavailable.explains(e)) {
            return new StoreUnavailable(language);
        }
        LOG.error("a GraphQL query failed", e);
        return e;
    }
}
