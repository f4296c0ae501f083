package io.tidemark.query.live;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.net.URI;

/**
 * WebSockets of our own page only: unlike requests, browsers let any page open one anywhere (RFC 6455, section 10.2). Clients that
 * are no browsers send no Origin.
 */
class SameOrigin {
    private static final int BEFORE_ROUTES = 1000;
    private static final int FORBIDDEN = 403;

    void register(@Observes Filters filters) {
        filters.register(SameOrigin::check, BEFORE_ROUTES);
    }

    private static void check(RoutingContext context) {
        var request = context.request();
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean socket = "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
        if (socket && origin != null && !isSame(origin, request.getHeader(HttpHeaders.HOST))) {
            context.response().setStatusCode(FORBIDDEN).end();
            return;
        }
        context.next();
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
