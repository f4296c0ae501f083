package io.tidemark.query.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final Instant NOON = Instant.parse("2026-05-17T12:00:00Z");

    private final Backlog backlog = new Backlog();

    @Test
    void whoCatchesUpOnEachPartitionOnceAMinuteHasNoBacklog() {
        backlog.add(NOON, Map.of(0, 0L, 1, 70L));
        backlog.add(NOON.plusSeconds(10), Map.of(0, 30L, 1, 0L));
        backlog.add(NOON.plusSeconds(20), Map.of(0, 60L, 1, 40L));

        assertThat(at(20)).isEqualTo(new Lag("group", "topic", 100L, 0L));
    }

    @Test
    void whatWaitsAllTheMinuteIsBacklog() {
        backlog.add(NOON, Map.of(0, 0L));
        backlog.add(NOON.plusSeconds(30), Map.of(0, 50L));
        backlog.add(NOON.plusSeconds(61), Map.of(0, 80L));

        assertThat(at(61)).isEqualTo(new Lag("group", "topic", 80L, 50L));
    }

    @Test
    void isUnknownBeforeTheFirstAnswerAndSoonAfterTheLast() {
        var before = at(0);
        backlog.add(NOON, Map.of(0, 3L));

        assertThat(before).isEqualTo(new Lag("group", "topic", null, null));
        assertThat(at(15)).isEqualTo(new Lag("group", "topic", 3L, 3L));
        assertThat(at(16)).isEqualTo(new Lag("group", "topic", null, null));
    }

    private Lag at(int seconds) {
        return backlog.at(NOON.plusSeconds(seconds), "group", "topic");
    }
}
