package io.tidemark.query.broker;

/**
 * How far a consumer group is behind the log that it reads. Both numbers are null where it is not known: the broker has not answered for
 * some seconds, or does not tell this service.
 *
 * @param group   consumer group
 * @param topic   that it reads
 * @param records from what it has committed to the end of the log; of the aggregator also those of windows that are still open
 * @param backlog the least of that over the last minute, partition by partition, summed up: 0 of who keeps up
 */
public record Lag(String group, String topic, Long records, Long backlog) {}
