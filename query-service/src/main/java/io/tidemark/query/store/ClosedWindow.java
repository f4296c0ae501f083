package io.tidemark.query.store;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** One closing of a window on one flow partition. Written by the intake's bulk statements, only read here. */
@Entity
@Table(name = "closed_window")
public class ClosedWindow extends PanacheEntityBase {
    @EmbeddedId
    public WindowKey key;

    @Column(name = "window_end")
    public Instant windowEnd;

    /** Every live node had marked it. */
    public boolean complete;

    @Column(name = "closed_at")
    public Instant closedAt;

    /** All parts of its rows are here. */
    public boolean whole;
}
