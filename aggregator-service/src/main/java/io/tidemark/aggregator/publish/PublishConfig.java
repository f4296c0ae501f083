package io.tidemark.aggregator.publish;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.UUID;

/** Configuration of the publishing. */
@ConfigMapping(prefix = "tidemark.aggregator")
public interface PublishConfig {
    /**
     * Name of this instance in Kafka: its transactional id is {@code tidemark-aggregator-NAME}. No two instances may have the
     * same at one time. One that is the same after a restart ends at once what a killed process left open; else that takes 10
     * seconds. Letters, digits, dots and dashes; none: a new one at each start.
     */
    Optional<String> instance();

    /** The transactional id. */
    default String transactionId() {
        return "tidemark-aggregator-"
                + instance().orElseGet(() -> UUID.randomUUID().toString());
    }
}
