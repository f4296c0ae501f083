package io.tidemark.query.status;

import java.time.Instant;

/**
 * A window group that has rows.
 *
 * @param source         "live", or a file's node name
 * @param earliestWindow start of its first window
 * @param latestWindow   start of its last window
 * @param windows        how many
 */
public record Source(String source, Instant earliestWindow, Instant latestWindow, long windows) {}
