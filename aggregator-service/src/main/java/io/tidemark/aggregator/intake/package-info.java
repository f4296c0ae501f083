/** Flow batches in from Kafka, in log order: one pipeline for each partition, one writer in each. */
package io.tidemark.aggregator.intake;
