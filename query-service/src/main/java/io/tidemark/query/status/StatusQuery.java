package io.tidemark.query.status;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the closed windows. Never blocks; needs a Vert.x context, as every request has one. */
@ApplicationScoped
class StatusQuery {
    private final Clock clock;
    private final String version;

    // the version is Quarkus's own key, made by the build
    StatusQuery(Clock clock, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.clock = clock;
        this.version = version;
    }

    Uni<Status> now() {
        return Panache.withSession(() -> Panache.getSession()
                        .flatMap(session ->
                                session.createQuery("""
                                select new io.tidemark.query.status.GroupSpan(w.key.windowGroup, min(w.key.windowStart),
                                  max(w.key.windowStart), count(distinct w.key.windowStart), max(w.closedAt))
                                from ClosedWindow w group by w.key.windowGroup
                                order by max(w.key.windowStart) desc, w.key.windowGroup""", GroupSpan.class).getResultList()))
                .map(this::status);
    }

    private Status status(List<GroupSpan> groups) {
        var closed = groups.stream().map(GroupSpan::closedAt).max(Comparator.naturalOrder());
        return new Status(
                version,
                groups.stream()
                        .map(GroupSpan::earliest)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                groups.stream()
                        .map(GroupSpan::latest)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                closed.orElse(null),
                closed.map(this::secondsSince).orElse(null),
                groups.stream().map(GroupSpan::source).toList());
    }

    private double secondsSince(Instant instant) {
        return Duration.between(instant, clock.instant()).toMillis() / 1000.0;
    }
}
