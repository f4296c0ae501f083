package io.tidemark.query.status;

import io.tidemark.query.broker.Lag;
import java.time.Instant;
import java.util.List;

/**
 * What is in the store. Instants are null where it is empty.
 *
 * @param version          of this service
 * @param earliestWindow   start of the first window
 * @param latestWindow     start of the last window
 * @param lastClosedAt     when the aggregator closed the window that it closed last
 * @param freshnessSeconds how long ago that was
 * @param databaseBytes    what PostgreSQL's database takes on disk
 * @param lag              how far behind Kafka's log the aggregators and the query services are
 * @param retention        how long rows are kept, finest first
 * @param sources          by latest window, latest first
 */
public record Status(
        String version,
        Instant earliestWindow,
        Instant latestWindow,
        Instant lastClosedAt,
        Double freshnessSeconds,
        long databaseBytes,
        List<Lag> lag,
        List<Kept> retention,
        List<Source> sources) {}
