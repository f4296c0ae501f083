/** The aggregator: from the bytes of flow batches to closed windows, alone and against the same windows in Kafka Streams. */
package io.tidemark.bench.aggregator;
