package io.tidemark.query.status;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A window group as the view {@code source} sums it up. */
@Entity
@Immutable
@Table(name = "source")
public class StoredSource extends PanacheEntityBase {
    @Id
    public String source;

    @Column(name = "earliest_window")
    public Instant earliestWindow;

    @Column(name = "latest_window")
    public Instant latestWindow;

    public long windows;

    @Column(name = "last_closed_at")
    public Instant lastClosedAt;

    Source source() {
        return new Source(source, earliestWindow, latestWindow, windows);
    }
}
