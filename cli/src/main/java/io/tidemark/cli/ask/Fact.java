package io.tidemark.cli.ask;

/**
 * One thing that the status tells.
 *
 * @param well  whether it is as it should be; what only informs is
 * @param what  freshness, node, lag, ...
 * @param of    of which one; empty where there is only one
 * @param value a number, an instant or a word; null: it is not known
 * @param unit  of a number; empty: it has none
 * @param text  the same for a person
 */
record Fact(boolean well, String what, String of, Object value, String unit, String text) {}
