package io.tidemark.query.range;

import io.tidemark.query.store.Resolution;
import java.time.Instant;

/** A part of a range that is read in one resolution, in whole buckets. */
record Segment(Resolution resolution, Instant from, Instant to) {}
