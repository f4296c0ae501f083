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
                        .flatMap(session -> session.createNativeQuery(
                                        "SELECT * FROM source ORDER BY latest_window DESC, source", StoredSource.class)
                                .getResultList()))
                .map(this::status);
    }

    private Status status(List<StoredSource> sources) {
        var closed = sources.stream().map(source -> source.lastClosedAt).max(Comparator.naturalOrder());
        return new Status(
                version,
                sources.stream()
                        .map(source -> source.earliestWindow)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                sources.stream()
                        .map(source -> source.latestWindow)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                closed.orElse(null),
                closed.map(this::secondsSince).orElse(null),
                sources.stream().map(StoredSource::source).toList());
    }

    private double secondsSince(Instant instant) {
        return Duration.between(instant, clock.instant()).toMillis() / 1000.0;
    }
}
