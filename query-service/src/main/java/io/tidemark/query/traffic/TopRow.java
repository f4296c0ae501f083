package io.tidemark.query.traffic;

/**
 * One of the largest.
 *
 * @param key        known by it over all answers: an address, "tcp/443", "tcp", of a conversation
 *                   "client>server/port/protocol", of a workload "namespace/Kind/name", a namespace
 * @param name       for a person
 * @param value      the metric
 * @param share      value / total of the answer, 0 to 1
 * @param packets    both ways
 * @param bytes      IP length, both ways
 * @param frameBytes on the wire, both ways
 * @param flows      flow records
 */
public record TopRow(
        String key, String name, long value, double share, long packets, long bytes, long frameBytes, long flows) {}
