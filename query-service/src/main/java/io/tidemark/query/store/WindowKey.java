package io.tidemark.query.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.time.Instant;

/** What all rows of one closing of a window on one flow partition have in common. */
@Embeddable
public record WindowKey(
        @Column(name = "window_start") Instant windowStart,
        @Column(name = "window_group") String windowGroup,
        int partition,
        int revision)
        implements Serializable {}
