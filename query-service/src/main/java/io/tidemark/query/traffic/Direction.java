package io.tidemark.query.traffic;

/**
 * What went one way.
 *
 * @param packets    number
 * @param bytes      IP length
 * @param frameBytes on the wire
 */
public record Direction(long packets, long bytes, long frameBytes) {}
