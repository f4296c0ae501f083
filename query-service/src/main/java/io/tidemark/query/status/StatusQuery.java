package io.tidemark.query.status;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.tidemark.query.access.CurrentAccess;
import io.tidemark.query.broker.Lags;
import io.tidemark.query.range.RangeConfig;
import io.tidemark.query.range.Statements;
import io.tidemark.query.store.Resolution;
import io.tidemark.query.store.StoreConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the closed windows. Never blocks; needs a Vert.x context, as every request has one. */
@ApplicationScoped
class StatusQuery {
    private final Clock clock;
    private final StoreConfig store;
    private final RangeConfig limits;
    private final CurrentAccess current;
    private final Lags lags;
    private final String version;

    // the version is Quarkus's own key, made by the build
    StatusQuery(
            Clock clock,
            StoreConfig store,
            RangeConfig limits,
            CurrentAccess current,
            Lags lags,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.clock = clock;
        this.store = store;
        this.limits = limits;
        this.current = current;
        this.lags = lags;
        this.version = version;
    }

    Uni<Status> now() {
        var access = current.get();
        return Panache.withTransaction(() -> Panache.getSession()
                .flatMap(session -> session.createNativeQuery(Statements.SETTINGS.replace('$', '?'), Object[].class)
                        .setParameter(1, Long.toString(limits.timeout().toMillis()))
                        .setParameter(2, access.setting())
                        .setParameter(3, access.peers())
                        .getSingleResult()
                        .flatMap(_ -> session.createNativeQuery(
                                        "SELECT * FROM source ORDER BY latest_window DESC, source", StoredSource.class)
                                .getResultList())
                        .flatMap(sources -> session.createNativeQuery(
                                        "SELECT pg_database_size(current_database())", Long.class)
                                .getSingleResult()
                                .map(bytes -> status(sources, bytes)))));
    }

    private Status status(List<StoredSource> sources, long databaseBytes) {
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
                databaseBytes,
                lags.now(),
                Arrays.stream(Resolution.values())
                        .map(resolution -> new Kept(
                                resolution.label(), store.retention(resolution).toSeconds()))
                        .toList(),
                sources.stream().map(StoredSource::source).toList());
    }

    private double secondsSince(Instant instant) {
        return Duration.between(instant, clock.instant()).toMillis() / 1000.0;
    }
}
