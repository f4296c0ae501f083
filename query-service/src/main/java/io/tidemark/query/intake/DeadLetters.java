package io.tidemark.query.intake;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Keeps what cannot be read, whole, with a header that says where it came from and why it is here. */
@ApplicationScoped
class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final MutinyEmitter<byte[]> emitter;
    private final IntakeMetrics metrics;

    DeadLetters(@Channel("summaries-dead") MutinyEmitter<byte[]> emitter, IntakeMetrics metrics) {
        this.emitter = emitter;
        this.metrics = metrics;
    }

    /** Done when the broker has acknowledged it. */
    Uni<Void> send(ConsumerRecord<byte[], byte[]> record, String reason) {
        metrics.poison();
        LOG.warnf("unreadable summary: partition=%d offset=%d reason=%s", record.partition(), record.offset(), reason);
        var headers = new RecordHeaders(record.headers().toArray())
                .add("tidemark-reason", utf8(reason))
                .add("tidemark-origin", utf8(record.topic() + "/" + record.partition() + "/" + record.offset()));
        var metadata = OutgoingKafkaRecordMetadata.builder()
                .withKey(record.key())
                .withHeaders(headers)
                .build();
        var value = record.value() == null ? new byte[0] : record.value();
        return emitter.sendMessage(Message.of(value).addMetadata(metadata));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
