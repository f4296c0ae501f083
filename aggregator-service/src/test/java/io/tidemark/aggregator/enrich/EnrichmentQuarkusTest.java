package io.tidemark.aggregator.enrich;

import static io.tidemark.aggregator.FlowBatches.LENGTH;
import static io.tidemark.aggregator.FlowBatches.batch;
import static io.tidemark.aggregator.FlowBatches.flow;
import static io.tidemark.aggregator.FlowBatches.marked;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tidemark.aggregator.KafkaProbe;
import io.tidemark.aggregator.KafkaResource;
import io.tidemark.aggregator.enrich.kubernetes.ApiServerResource;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A pod's and a network's flows come out with their names. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = ApiServerResource.class, restrictToAnnotatedClass = true)
class EnrichmentQuarkusTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    Lookup lookup;

    @Inject
    MeterRegistry metrics;

    @Test
    void rowsHaveTheNamesOfTheirAddresses() {
        try (var kafka = new KafkaProbe(bootstrapServers)) {
            var pod = Address.parse("10.0.0.1").orElseThrow();
            kafka.await(
                    "the pod is known",
                    () -> lookup.find(pod.high(), pod.low(), LENGTH).isKnown());
            var flow = flow(1, 1, 443, 6, 10).setStartNs(LENGTH);

            kafka.send(marked(batch("f#09", 5, "f#09", 0, 1, flow), List.of(flow), true));
            kafka.await("it is published", () -> kafka.packets("f#09") == 11);

            var summary = kafka.summaries("f#09").getFirst();
            var pair = summary.getWorkloads().get(0);
            assertThat(summary.getEndpoints().get(pair.getClient() - 1).getWorkload())
                    .isEqualTo("cart");
            assertThat(summary.getEndpoints().get(pair.getServer() - 1).getNetwork())
                    .isEqualTo("office");
            var conversation = summary.getConversations().get(0);
            assertThat(summary.getEndpoints()
                            .get(conversation.getClientEndpoint() - 1)
                            .getPod())
                    .isEqualTo("cart-1");
            // their values are LayersTest's: of an application that is started again in one JVM the registry shows the
            // first one's
            for (var source : List.of("kubernetes", "networks", "geo")) {
                assertThat(metrics.get("tidemark.aggregator.enrichment.lookups")
                                .tag("source", source)
                                .meters())
                        .hasSize(1);
                assertThat(metrics.get("tidemark.aggregator.enrichment.misses")
                                .tag("source", source)
                                .meters())
                        .hasSize(1);
            }
            assertThat(metrics.get("tidemark.aggregator.kubernetes.addresses").meters())
                    .hasSize(1);
        }
    }
}
