package io.tidemark.contract.topic;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A topic of the contract, with the settings it is made with. The name's suffix is the version of the schema.
 *
 * @param name       as Kafka knows it
 * @param value      the message it carries
 * @param partitions how many it is made with; what an existing topic has is what counts
 * @param retention  how long a record is kept
 */
public record Topic(String name, String value, int partitions, Duration retention) {
    public static final Topic FLOWS = new Topic("tidemark.flows.v1", "FlowBatch", 12, Duration.ofHours(24));
    public static final Topic SUMMARIES = new Topic("tidemark.summaries.v1", "SummaryBatch", 12, Duration.ofDays(7));
    public static final Topic PULSE = new Topic("tidemark.pulse.v1", "Pulse", 1, Duration.ofHours(1));
    /** Records of tidemark.flows.v1 that cannot be read, whole. */
    public static final Topic FLOWS_DEAD = new Topic("tidemark.flows.dlq.v1", "any bytes", 1, Duration.ofDays(7));
    /** Records of tidemark.summaries.v1 that cannot be read, whole. */
    public static final Topic SUMMARIES_DEAD =
            new Topic("tidemark.summaries.dlq.v1", "any bytes", 1, Duration.ofDays(7));

    /** All topics, in the order of a packet's way. */
    public static final List<Topic> ALL = List.of(FLOWS, SUMMARIES, PULSE, FLOWS_DEAD, SUMMARIES_DEAD);

    /** Kafka's settings of this topic, as it is created with them; everything else is the broker's default. */
    public Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("cleanup.policy", "delete");
        settings.put("retention.ms", Long.toString(retention.toMillis()));
        // Records carry packet time nowhere in Kafka's timestamp, but a broker that trusted it would eat a replay of
        // 2009.
        settings.put("message.timestamp.type", "LogAppendTime");
        return settings;
    }
}
