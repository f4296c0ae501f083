package io.tidemark.capture.publish;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * The channel {@code flows} as a wire. Its overflow buffer has no bound of its own, and needs none: the {@link Outbox} in
 * front lets only so many bytes out, and takes them back only by acknowledgement.
 *
 * <p>Order: the emitter hands over on the calling thread, the connector passes on to the producer's one sending thread, the
 * producer is idempotent. The connector's own retry, which would let later records overtake, is off (see
 * {@link ProducerSettings}).
 */
@ApplicationScoped
class FlowsChannel implements Wire {
    static final String NAME = "flows";

    private final MutinyEmitter<byte[]> emitter;

    FlowsChannel(@Channel(NAME) @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    @Override
    public void send(int partition, byte[] value, Receipt receipt) {
        var metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withPartition(partition)
                .build();
        emitter.sendMessage(Message.of(value, Metadata.of(metadata)))
                .subscribe()
                .with(done -> receipt.acknowledged(), receipt::failed);
    }
}
