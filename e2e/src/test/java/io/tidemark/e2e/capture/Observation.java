package io.tidemark.e2e.capture;

/**
 * A frame where it was seen.
 *
 * @param point index of the interface
 */
record Observation(int point, Frame frame) {}
