package io.tidemark.query.range;

import java.time.Instant;
import java.util.List;

/** What every answer over a range says of it. See {@link Coverage}. */
public interface Answer {
    /** The range is [from, to) on the start of windows. */
    Instant from();

    /** Exclusive. */
    Instant to();

    /** Whether a window was recorded, and each that was is here, from every node. */
    boolean complete();

    /** Nodes without which a window was closed. */
    List<String> missingNodes();

    /** Start of the first window that is here, before which nothing is known; null: nothing is known of all of it. */
    Instant recordedFrom();

    /** End of the last window that is here, from which on nothing is known; null: nothing is known of all of it. */
    Instant recordedTo();
}
