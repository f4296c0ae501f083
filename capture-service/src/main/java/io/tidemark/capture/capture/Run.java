package io.tidemark.capture.capture;

import java.util.Optional;

/** A plan being carried out on a thread of its own. */
interface Run {
    /** All went well. */
    int OK = 0;

    /** A capture file was broken: what was good of it has been sent. */
    int BROKEN_FILE = 3;

    /**
     * Carries the plan out, to its end or until {@link #stop}.
     *
     * @return the process's exit code
     */
    int run() throws Exception;

    /** Asks {@link #run} to come to an end soon. Any thread may call it, at any time. */
    void stop();

    /** What is observed now; empty: nothing is open. Any thread may ask. */
    Optional<Reading> reading();
}
