package io.tidemark.capture.publish;

import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.eclipse.microprofile.config.Config;

/**
 * What the producer of flows is set to beside {@code application.properties}.
 *
 * <p>{@code retries} means two things to the connector: how often the Kafka producer sends again (in order) and how often the
 * connector itself does (after a pause, behind what came later). The channel's setting is 0, which turns the second off;
 * here the first is put back to for ever.
 *
 * <p>The producer's memory holds all that the {@link Outbox} lets out, so that its sending thread never waits for room:
 * twice the buffer's bytes, as a producer batch that is closed early keeps its whole block. Should it wait all the same, it
 * waits for ever ({@code max.block.ms}): a timeout would be one more failure that lets later records overtake.
 */
@ApplicationScoped
class ProducerSettings implements ClientCustomizer<Map<String, Object>> {
    private final PublishConfig config;

    ProducerSettings(PublishConfig config) {
        this.config = config;
    }

    @Override
    public Map<String, Object> customize(String channel, Config channelConfig, Map<String, Object> settings) {
        if (channel.equals(FlowsChannel.NAME)) {
            settings.put(ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE));
            settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(Long.MAX_VALUE));
            settings.put(
                    ProducerConfig.BUFFER_MEMORY_CONFIG,
                    Long.toString(2 * config.publishBufferBytes().asLongValue() + (32L << 20)));
        }
        return settings;
    }
}
