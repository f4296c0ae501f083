package io.tidemark.query.grouping;

import io.tidemark.query.filter.Filter;

/** What of the traffic is asked for: which of it, split by what, told how. */
public record Slice(Filter filter, Grouping by, Metric metric) {}
