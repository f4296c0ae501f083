package io.tidemark.capture.publish;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How batches wait for the broker. */
@ConfigMapping(prefix = "tidemark.capture")
public interface PublishConfig {
    /** The smallest buffer: less would not hold one batch for each of some partitions. */
    long MIN_BUFFER_BYTES = 1 << 20;

    /** The largest buffer: the producer counts its own in an int's range. */
    long MAX_BUFFER_BYTES = 1L << 30;

    /**
     * Bytes of encoded flow batches that may wait for the broker's acknowledgement, before compression. When they are full,
     * a replayed file waits, and of live capture whole flow batches are dropped and counted as publish_full. Markers have
     * a quarter more. Unit: bytes, or with a suffix K, M, G. Default: 64M. Range: 1M to 1G.
     */
    @WithDefault("64M")
    MemorySize publishBufferBytes();

    /**
     * How long a stopping service waits for the broker to acknowledge what live capture has sent, goodbye included. Unit:
     * duration. Default: 10s. Range: 0s to 10m.
     */
    @WithDefault("10s")
    Duration shutdownTimeout();
}
