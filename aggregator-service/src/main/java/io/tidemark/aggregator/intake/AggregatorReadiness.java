package io.tidemark.aggregator.intake;

import io.tidemark.aggregator.publish.Publisher;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: it has its partitions, and what it publishes is acknowledged. Liveness is the process's own, without Kafka. */
@Readiness
@ApplicationScoped
class AggregatorReadiness implements HealthCheck {
    private final Intake intake;
    private final Publisher publisher;

    AggregatorReadiness(Intake intake, Publisher publisher) {
        this.intake = intake;
        this.publisher = publisher;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("aggregator")
                .withData("assigned", intake.isAssigned())
                .withData("publishing", publisher.isAble())
                .status(intake.isAssigned() && publisher.isAble())
                .build();
    }
}
