package io.tidemark.query.traffic;

import java.util.List;

/**
 * One line of a time series.
 *
 * @param key    known by it over all answers: "tcp", "tcp/443", "total", of a workload "namespace/Kind/name", a namespace, or "other" for all that has no line of its own
 * @param name   for a person
 * @param total  sum of the values
 * @param values sum of the metric in each step, in the order of the series' times
 */
public record Series(String key, String name, long total, List<Long> values) {}
