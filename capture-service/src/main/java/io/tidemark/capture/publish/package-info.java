/**
 * Records to Kafka: encoded flow batches wait here, bounded in bytes and in order for each partition, until the broker has
 * acknowledged them. A broker that is away makes files wait and live flow batches be refused; nothing else changes.
 */
package io.tidemark.capture.publish;
