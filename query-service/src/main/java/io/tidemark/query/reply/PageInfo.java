package io.tidemark.query.reply;

/**
 * Where a page stands, as GraphQL's cursor connections tell it.
 *
 * @param hasNextPage there are rows after it
 * @param endCursor   of its last row; null: it has none
 */
public record PageInfo(boolean hasNextPage, String endCursor) {}
