package io.tidemark.query.store;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** A UTC day, or month, that has partitions. */
@Entity
@IdClass(TimePartition.Key.class)
@Table(name = "time_partition")
public class TimePartition extends PanacheEntityBase {
    /** The label of a {@link Resolution}, or "names". */
    @Id
    public String resolution;

    @Id
    public Instant starts;

    public Instant ends;

    @Column(name = "created_at")
    public Instant createdAt;

    /** What it is known by. */
    public record Key(String resolution, Instant starts) {}
}
