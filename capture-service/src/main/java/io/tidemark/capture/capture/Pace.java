package io.tidemark.capture.capture;

/** How fast a capture file is replayed. */
enum Pace {
    /** As the packets came: gaps are kept, and what is late is caught up with. */
    RECORDED,
    /** As fast as the records are taken. */
    MAX
}
