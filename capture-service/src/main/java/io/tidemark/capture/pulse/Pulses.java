package io.tidemark.capture.pulse;

import io.smallrye.mutiny.Multi;
import io.tidemark.capture.capture.Capture;
import io.tidemark.capture.publish.FlowPublisher;
import io.tidemark.contract.window.WindowLength;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/**
 * Sends a pulse a second while a source is open. Never waits: the channel lets one pulse out at a time, and while the broker
 * has not taken it the ticks are dropped; what they would have told is in the next pulse, over a longer interval.
 */
@ApplicationScoped
class Pulses {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Capture capture;
    private final FlowPublisher publisher;
    private final PulseEncoder encoder = new PulseEncoder();

    Pulses(Capture capture, FlowPublisher publisher) {
        this.capture = capture;
        this.publisher = publisher;
    }

    /** Runs on Mutiny's timer thread; encoding takes microseconds. */
    @Outgoing("pulse")
    Multi<byte[]> pulses() {
        return Multi.createFrom()
                .ticks()
                .every(PERIOD)
                .onOverflow()
                .drop()
                .onItem()
                .transformToMultiAndConcatenate(tick -> Multi.createFrom()
                        .optional(capture.reading()
                                .map(reading -> encoder.encode(
                                        reading, publisher.pendingBytes(), WindowLength.nanos(Instant.now())))));
    }
}
