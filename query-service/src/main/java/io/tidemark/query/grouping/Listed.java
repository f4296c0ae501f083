package io.tidemark.query.grouping;

import java.util.List;

/** Which groups are told one by one; all else is other. */
public sealed interface Listed {
    /**
     * The largest.
     *
     * @param after null: from the first one
     */
    record Largest(int limit, After after) implements Listed {}

    /** Those that are given, by their values as text. */
    record Given(List<List<String>> groups) implements Listed {}

    /** The place after a group, in the order of values, largest first, and then of keys. */
    record After(long value, List<String> group) {}
}
