package io.tidemark.capture.publish;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: the topic is known and the broker acknowledges what it is sent. Liveness does not ask for Kafka. */
@Readiness
@ApplicationScoped
class BrokerReadiness implements HealthCheck {
    private final FlowPublisher publisher;

    BrokerReadiness(FlowPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("broker")
                .status(publisher.ready())
                .withData("pending_bytes", publisher.pendingBytes())
                .build();
    }
}
