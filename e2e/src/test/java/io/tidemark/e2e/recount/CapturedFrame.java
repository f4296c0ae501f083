package io.tidemark.e2e.recount;

/**
 * A frame of a capture file.
 *
 * @param point where it was captured: the interface's name, or "if" and its number
 * @param nanos ns since 1970
 * @param bytes what was captured
 * @param wire  length on the wire
 */
record CapturedFrame(String point, long nanos, byte[] bytes, int wire) {}
