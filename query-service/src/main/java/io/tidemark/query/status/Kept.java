package io.tidemark.query.status;

/**
 * How long rows of one resolution are kept.
 *
 * @param resolution "10s" (single windows), "1m", "10m", "1h", "6h" or "1d"
 * @param seconds    after the end of their partition, or after they began to come in, whichever is later
 */
public record Kept(String resolution, long seconds) {}
