package io.tidemark.query.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * How many records a group was behind on each partition in the last minute. One thread adds, any may read.
 *
 * <p>The aggregator commits the offset of the oldest record in an open window, so what is behind rises until the window closes, also
 * where it keeps up. The least of a minute leaves that out, partition by partition: docs/decisions/0037.
 */
final class Backlog {
    static final Duration MINUTE = Duration.ofMinutes(1);
    /** So long an answer is still told. */
    static final Duration FRESH = Duration.ofSeconds(15);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant time, Map<Integer, Long> behind) {}

    /** Adds what was found at a time, by partition. */
    synchronized void add(Instant time, Map<Integer, Long> behind) {
        samples.addLast(new Sample(time, Map.copyOf(behind)));
        while (samples.getFirst().time().isBefore(time.minus(MINUTE))) {
            samples.removeFirst();
        }
    }

    /** What is known at a time. */
    synchronized Lag at(Instant now, String group, String topic) {
        if (samples.isEmpty() || samples.getLast().time().isBefore(now.minus(FRESH))) {
            return new Lag(group, topic, null, null);
        }
        var latest = samples.getLast().behind();
        return new Lag(
                group,
                topic,
                latest.values().stream().mapToLong(Long::longValue).sum(),
                latest.keySet().stream().mapToLong(this::least).sum());
    }

    private long least(int partition) {
        return samples.stream()
                .map(sample -> sample.behind().get(partition))
                .filter(behind -> behind != null)
                .mapToLong(Long::longValue)
                .min()
                .orElseThrow();
    }
}
