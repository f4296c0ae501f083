package io.tidemark.capture.capture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Alive: the meter has not failed; Kafka is not asked for. Ready: a source is open. */
@ApplicationScoped
class CaptureHealth {
    private final Capture capture;

    CaptureHealth(Capture capture) {
        this.capture = capture;
    }

    @Produces
    @Liveness
    HealthCheck meter() {
        return () ->
                HealthCheckResponse.named("meter").status(!capture.failed()).build();
    }

    @Produces
    @Readiness
    HealthCheck source() {
        return () -> HealthCheckResponse.named("source")
                .status(capture.reading().isPresent())
                .build();
    }
}
