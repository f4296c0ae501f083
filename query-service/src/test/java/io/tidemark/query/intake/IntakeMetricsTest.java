package io.tidemark.query.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.contract.summary.SummaryBatch;
import io.tidemark.contract.window.WindowLength;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IntakeMetricsTest {
    private static final Instant WINDOW = Instant.parse("2026-06-01T12:00:00Z"); // it ends 10 s later
    private static final Instant CLOSED = WINDOW.plusSeconds(13);
    private static final Instant COMMITTED = WINDOW.plusMillis(14_500);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final IntakeMetrics metrics = new IntakeMetrics(registry);

    @Test
    void freshnessIsFromTheWindowsEndToTheCommitAndDelayFromItsClosing() {
        var bulk = bulk(closing("live", 0, 1));

        metrics.written(bulk, Map.of(), COMMITTED.minusMillis(20), COMMITTED);

        assertThat(seconds("tidemark.query.freshness")).isEqualTo(4.5, within(1e-6));
        assertThat(seconds("tidemark.query.delay")).isEqualTo(1.5, within(1e-6));
    }

    @Test
    void aWindowThatIsToldInPartsIsFreshWhenItsLastPartIsIn() {
        metrics.written(bulk(closing("live", 0, 2)), Map.of(), CLOSED, CLOSED);
        long afterTheFirst = timer("tidemark.query.freshness").count();
        metrics.written(bulk(closing("live", 1, 2)), Map.of(), COMMITTED, COMMITTED);

        assertThat(afterTheFirst).isZero();
        assertThat(seconds("tidemark.query.freshness")).isEqualTo(4.5, within(1e-6));
    }

    @Test
    void aReplayedFilesWindowsOfYearsAgoHaveNoFreshness() {
        metrics.written(bulk(closing("monday.pcap#0badcafe", 0, 1)), Map.of(), CLOSED, COMMITTED);

        assertThat(timer("tidemark.query.freshness").count()).isZero();
        assertThat(timer("tidemark.query.delay").count()).isEqualTo(1);
    }

    @Test
    void aWindowThatAGoodbyeClosedBeforeItsEndIsAsFreshAsCanBe() {
        var early = WINDOW.plusSeconds(8);

        metrics.written(bulk(closing("live", 0, 1)), Map.of(), early, early);

        assertThat(timer("tidemark.query.freshness").count()).isEqualTo(1);
        assertThat(seconds("tidemark.query.freshness")).isZero();
        assertThat(seconds("tidemark.query.delay")).isZero();
    }

    private static Bulk bulk(SummaryBatch batch) {
        var bulk = new Bulk();
        bulk.add(null, batch);
        return bulk;
    }

    private static SummaryBatch closing(String group, int part, int parts) {
        return SummaryBatch.newInstance()
                .setWindowStartNs(WindowLength.nanos(WINDOW))
                .setWindowLengthNs(WindowLength.DEFAULT.nanos())
                .setWindowGroup(group)
                .setClosedAtNs(WindowLength.nanos(CLOSED))
                .setPart(part)
                .setParts(parts);
    }

    private Timer timer(String name) {
        return registry.get(name).timer();
    }

    private double seconds(String name) {
        return timer(name).totalTime(TimeUnit.SECONDS);
    }
}
