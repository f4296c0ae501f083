package io.tidemark.capture.capture;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.tidemark.metering.ledger.Cause;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The metrics of metering, all of them. received = metered + dropped, summed over causes: packets are counted when their
 * window is cut.
 */
@ApplicationScoped
@Startup
class CaptureMetrics {
    CaptureMetrics(Capture capture, CaptureConfig config, MeterRegistry registry) {
        Totals totals = capture.totals();
        FunctionCounter.builder("tidemark.capture.packets.received", totals, Totals::receivedPackets)
                .description("Packets of windows cut so far that arrived at the observation points")
                .register(registry);
        FunctionCounter.builder("tidemark.capture.received", totals, Totals::receivedBytes)
                .baseUnit("bytes")
                .description("Frame bytes of windows cut so far that arrived at the observation points")
                .register(registry);
        FunctionCounter.builder("tidemark.capture.packets.metered", totals, Totals::meteredPackets)
                .description("Packets that are in an exported flow")
                .register(registry);
        FunctionCounter.builder("tidemark.capture.metered", totals, Totals::meteredBytes)
                .baseUnit("bytes")
                .description("Frame bytes that are in an exported flow")
                .register(registry);
        for (Cause cause : Cause.values()) {
            FunctionCounter.builder("tidemark.capture.packets.dropped", totals, t -> t.droppedPackets(cause))
                    .tag("cause", cause.label())
                    .description("Packets that are in no flow, by cause")
                    .register(registry);
            FunctionCounter.builder("tidemark.capture.dropped", totals, t -> t.droppedBytes(cause))
                    .baseUnit("bytes")
                    .tag("cause", cause.label())
                    .description("Frame bytes that are in no flow, by cause; what the kernel dropped has none")
                    .register(registry);
        }
        Gauge.builder(
                        "tidemark.capture.flows.active",
                        capture,
                        c -> c.reading().map(Reading::activeFlows).orElse(0))
                .description("Biflows in the flow table")
                .register(registry);
        Gauge.builder("tidemark.capture.first.packet", capture.firstPacket(), FirstPacket::seconds)
                .baseUnit("seconds")
                .description("Time from the start of the process until its first packet was handled; NaN before that")
                .register(registry);
        Gauge.builder("tidemark.capture.flows.capacity", config, CaptureConfig::tableFlows)
                .description("Most biflows that the flow table of live capture holds")
                .register(registry);
    }
}
