package io.tidemark.query.store;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when PostgreSQL answers and the schema is up to date. */
@Readiness
@ApplicationScoped
class StoreReadiness implements AsyncHealthCheck {
    private final Pool pool;
    private final Schema schema;

    StoreReadiness(Pool pool, Schema schema) {
        this.pool = pool;
        this.schema = schema;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        var response = HealthCheckResponse.named("PostgreSQL").withData("migrated", schema.isMigrated());
        return pool.query("SELECT 1")
                .execute()
                .ifNoItem()
                .after(Duration.ofSeconds(2))
                .fail()
                .map(_ -> response.status(schema.isMigrated()).build())
                .onFailure()
                .recoverWithItem(e -> response.withData("error", String.valueOf(e.getMessage()))
                        .down()
                        .build());
    }
}
