package io.tidemark.query.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Set;

/**
 * What a browser sends for another site's page is refused where it would do something with the user's session: WebSockets, which any page may
 * open anywhere (RFC 6455, section 10.2), methods that are not safe, and the end of the session. Clients that are no browsers send no
 * Origin. And over TLS, browsers are told to come back by TLS only (RFC 6797).
 */
class SameOrigin {
    private static final int BEFORE_ROUTES = 1000;
    private static final int FORBIDDEN = 403;
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> FOREIGN = Set.of("cross-site", "same-site");

    void register(@Observes Filters filters) {
        filters.register(SameOrigin::check, BEFORE_ROUTES);
    }

    static void check(RoutingContext context) {
        var request = context.request();
        if ("https".equals(request.scheme())) {
            context.response().putHeader("Strict-Transport-Security", "max-age=31536000");
        }
        if (acts(request) && isForeign(request)) {
            context.response().setStatusCode(FORBIDDEN).end();
            return;
        }
        context.next();
    }

    private static boolean acts(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                || !SAFE.contains(request.method())
                || LoginResource.LOGOUT.equals(request.path());
    }

    private static boolean isForeign(HttpServerRequest request) {
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        var site = request.getHeader("Sec-Fetch-Site");
        return origin != null && !isSame(origin, request.getHeader(HttpHeaders.HOST))
                || site != null && FOREIGN.contains(site);
    }

    private static boolean isSame(String origin, String host) {
        try {
            return URI.create(origin).getAuthority() != null
                    && URI.create(origin).getAuthority().equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
