/** Rows of closed windows out to Kafka, and then the offsets: what a partition's pipeline does with what it has closed. */
package io.tidemark.aggregator.publish;
