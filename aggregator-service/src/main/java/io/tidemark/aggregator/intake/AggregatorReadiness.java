package io.tidemark.aggregator.intake;

import io.tidemark.aggregator.publish.Publisher;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: it is a member of the group and has its partitions, and the broker lets it publish. Liveness is the process's own,
 * without Kafka: a broker that is away does not end the process.
 */
@Readiness
@ApplicationScoped
class AggregatorReadiness implements HealthCheck {
    private final Membership membership;
    private final Publisher publisher;

    AggregatorReadiness(Membership membership, Publisher publisher) {
        this.membership = membership;
        this.publisher = publisher;
    }

    @Override
    public HealthCheckResponse call() {
        boolean assigned = membership.isAssigned();
        boolean publishing = publisher.isAble();
        return HealthCheckResponse.named("aggregator")
                .withData("assigned", assigned)
                .withData("publishing", publishing)
                .status(assigned && publishing)
                .build();
    }
}
