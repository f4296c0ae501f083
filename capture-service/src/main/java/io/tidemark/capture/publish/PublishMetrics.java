package io.tidemark.capture.publish;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** The metrics of the way to the broker, all of them. */
@ApplicationScoped
@Startup
class PublishMetrics {
    PublishMetrics(FlowPublisher publisher, MeterRegistry registry) {
        Outbox outbox = publisher.outbox();
        FunctionCounter.builder("tidemark.capture.flows.exported", outbox, o -> o.acceptedFlows.sum())
                .description("Flow records in batches that were taken on their way to the broker")
                .register(registry);
        FunctionCounter.builder("tidemark.capture.batches.sent", outbox, o -> o.acceptedBatches.sum())
                .description("Flow batches, markers included, that were taken on their way to the broker")
                .register(registry);
        FunctionCounter.builder("tidemark.capture.batches.acknowledged", outbox, o -> o.acknowledgedBatches.sum())
                .description("Flow batches that the broker has acknowledged")
                .register(registry);
        FunctionCounter.builder("tidemark.capture.batches.refused", outbox, o -> o.refusedBatches.sum())
                .description("Flow batches that found no room; their packets are dropped as publish_full")
                .register(registry);
        FunctionCounter.builder("tidemark.capture.batches.failed", outbox, o -> o.failedBatches.sum())
                .description("Times that the broker refused a batch, which then goes again")
                .register(registry);
        Gauge.builder("tidemark.capture.publish.pending", outbox, Outbox::pendingBytes)
                .baseUnit("bytes")
                .description("Encoded batches that wait for the broker's acknowledgement")
                .register(registry);
        FunctionCounter.builder("tidemark.capture.publish.wait", outbox, Outbox::waitedSeconds)
                .baseUnit("seconds")
                .description("Time that meters stood still because the way to the broker was full")
                .register(registry);
    }
}
