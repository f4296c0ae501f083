package io.tidemark.aggregator.memory;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Configuration of the memory. */
@ConfigMapping(prefix = "tidemark.aggregator")
public interface MemoryConfig {
    /**
     * What all open windows of this instance may hold together. Past it they tell less apart: a flow that is new is counted at each
     * point that saw it, the smallest conversations go to the others; sums stay exact. Bytes, or with K, M, G; at least 1M; none: half of
     * the heap.
     */
    Optional<MemorySize> maxWindowMemory();

    /** The same, checked. */
    default Memory memory() {
        long bytes = maxWindowMemory()
                .map(MemorySize::asLongValue)
                .orElse(Runtime.getRuntime().maxMemory() / 2);
        if (bytes < 1 << 20) {
            throw new IllegalArgumentException(
                    "tidemark.aggregator.max-window-memory: %d bytes are not at least 1M".formatted(bytes));
        }
        return new Memory(bytes);
    }
}
