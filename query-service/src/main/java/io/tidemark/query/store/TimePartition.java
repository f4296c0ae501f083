package io.tidemark.query.store;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A UTC day that has partitions. */
@Entity
@Table(name = "time_partition")
public class TimePartition extends PanacheEntityBase {
    @Id
    public Instant starts;

    public Instant ends;

    @Column(name = "created_at")
    public Instant createdAt;
}
