package io.tidemark.aggregator.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class PublishMetricsTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final long NOON_NANOS = NOON.getEpochSecond() * 1_000_000_000L;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PublishMetrics metrics =
            new PublishMetrics(registry, Clock.fixed(NOON.plusMillis(2_500), ZoneOffset.UTC));

    @Test
    void freshnessIsFromALiveWindowsEndToTheCommitOfItsRowsAndAReplayedFileHasNone() {
        metrics.published(round(rows("live", NOON_NANOS), rows("old.pcap#00", 0)));

        var freshness = registry.get("tidemark.aggregator.window.freshness").summary();
        assertThat(freshness.count()).isOne();
        assertThat(freshness.totalAmount()).isEqualTo(2.5, within(1e-6));
        assertThat(freshness.takeSnapshot().histogramCounts())
                .filteredOn(bucket -> bucket.bucket() == 2 || bucket.bucket() == 3)
                .extracting(bucket -> bucket.count())
                .containsExactly(0.0, 1.0);
    }

    @Test
    void aWindowThatANodesClockEndsInTheFutureIsFreshAtOnce() {
        metrics.published(round(rows("live", NOON_NANOS + 5_000_000_000L)));

        assertThat(registry.get("tidemark.aggregator.window.freshness")
                        .summary()
                        .totalAmount())
                .isZero();
    }

    @Test
    void rowsAndDeadLettersAreCountedWhenTheyAreCommitted() {
        var record = new ConsumerRecord<>("tidemark.flows.v1", 3, 7, new byte[0], new byte[] {1});

        metrics.published(new Round(
                List.of(rows("live", NOON_NANOS)),
                List.of(new Round.Poison(record, "not_protobuf")),
                new OffsetAndMetadata(8),
                8));

        assertThat(registry.get("tidemark.aggregator.published.windows")
                        .counter()
                        .count())
                .isOne();
        assertThat(registry.get("tidemark.aggregator.published.batches")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("tidemark.aggregator.published").counter().count())
                .isEqualTo(5);
        assertThat(registry.get("tidemark.aggregator.poison.records")
                        .tag("cause", "not_protobuf")
                        .counter()
                        .count())
                .isOne();
    }

    @Test
    void transactionsAreTimedAndThoseThatFailAreCounted() {
        metrics.transaction(Duration.ofMillis(12).toNanos());
        metrics.transactionFailed();

        var committed = registry.get("tidemark.aggregator.transactions").timer();
        assertThat(committed.count()).isOne();
        assertThat(committed.totalTime(java.util.concurrent.TimeUnit.MILLISECONDS))
                .isEqualTo(12);
        assertThat(registry.get("tidemark.aggregator.failed.transactions")
                        .counter()
                        .count())
                .isOne();
    }

    private static Round round(Round.Rows... windows) {
        return new Round(List.of(windows), List.of(), new OffsetAndMetadata(8), 8);
    }

    private static Round.Rows rows(String group, long endNanos) {
        return new Round.Rows(group, endNanos, List.of(new byte[2], new byte[3]));
    }
}
