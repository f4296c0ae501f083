package io.tidemark.query.rate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.tidemark.query.access.Exposure;
import io.tidemark.query.access.Login;
import io.tidemark.query.problem.Problem;
import io.tidemark.query.text.Languages;
import io.tidemark.query.text.Text;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Refuses what one asks too often (token bucket), after who asks is known and before anything is looked up. Each process counts for itself.
 * Files of the page, health and metrics are not counted; what is sent over an open WebSocket is neither.
 */
@ApplicationScoped
class RateLimit {
    /** After authentication (200), before authorization (100). */
    private static final int ONCE_KNOWN = 150;

    private static final int MOST_ASKERS = 100_000;
    private static final int TOO_MANY_REQUESTS = 429;

    private final RateLimitConfig config;
    private final ObjectMapper json;
    private final Counter refused;
    private final boolean login;
    private final LoadingCache<String, Bucket> askers;

    @Inject
    RateLimit(RateLimitConfig config, ObjectMapper json, MeterRegistry registry) {
        this(config, json, registry, Login.isOn());
    }

    RateLimit(RateLimitConfig config, ObjectMapper json, MeterRegistry registry, boolean login) {
        check("per-second", config.perSecond(), 0);
        check("burst", config.burst(), 1);
        this.config = config;
        this.json = json;
        this.login = login;
        this.refused = Counter.builder("tidemark.query.requests.refused")
                .description("Requests that were refused because one asked too often")
                .register(registry);
        // one who has been away for so long has a full bucket again: it need not be remembered
        long full = config.burst() / Math.max(1, config.perSecond()) + 1L;
        this.askers = Caffeine.newBuilder()
                .maximumSize(MOST_ASKERS)
                .expireAfterAccess(Duration.ofSeconds(full))
                .build(_ -> bucket());
    }

    private static void check(String key, int value, int least) {
        if (value < least || value > 1_000_000) {
            throw new ConfigurationException("tidemark.query.rate-limit.%s is %d: it must be between %d and 1000000"
                    .formatted(key, value, least));
        }
    }

    void register(@Observes Filters filters) {
        if (config.perSecond() > 0) {
            filters.register(this::check, ONCE_KNOWN);
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(
                        limit -> limit.capacity(config.burst()).refillGreedy(config.perSecond(), Duration.ofSeconds(1)))
                .build();
    }

    void check(RoutingContext context) {
        if (!isQuestion(context.normalizedPath()) || isOfThisMachine(context)) {
            context.next();
            return;
        }
        var probe = askers.get(asker(context)).tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            context.next();
            return;
        }
        refused.increment();
        refuse(context, Math.max(1, Math.ceilDiv(probe.getNanosToWaitForRefill(), 1_000_000_000L)));
    }

    private static boolean isQuestion(String path) {
        return path.startsWith("/api/") || path.startsWith("/graphql") || path.equals("/login");
    }

    private boolean isOfThisMachine(RoutingContext context) {
        return !login && Exposure.isLoopback(context.request().remoteAddress().hostAddress());
    }

    private static String asker(RoutingContext context) {
        if (context.user() instanceof QuarkusHttpUser user
                && !user.getSecurityIdentity().isAnonymous()) {
            var principal = user.getSecurityIdentity().getPrincipal();
            return "user "
                    + (principal instanceof JsonWebToken token && token.getSubject() != null
                            ? token.getSubject()
                            : principal.getName());
        }
        return "address " + context.request().remoteAddress().hostAddress();
    }

    private void refuse(RoutingContext context, long seconds) {
        var language = Languages.wanted(context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        var problem = new Problem(
                "urn:tidemark:problem:too-many-requests",
                Text.of("Asked too often").in(language),
                TOO_MANY_REQUESTS,
                Text.of("more than %d requests a second; try again in %d s", config.perSecond(), seconds)
                        .in(language),
                null,
                null,
                null,
                null);
        try {
            context.response()
                    .setStatusCode(TOO_MANY_REQUESTS)
                    .putHeader("Retry-After", Long.toString(seconds))
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .putHeader(HttpHeaders.CONTENT_LANGUAGE, language.getLanguage())
                    .end(json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem cannot be written as JSON", e);
        }
    }
}
