package io.tidemark.query.range;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.query.store.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** In which rows a range is read. */
class AvailabilityTest {
    private static final Instant FROM = Instant.parse("2026-05-30T13:47:20Z");
    private static final Instant TO = FROM.plus(Duration.ofDays(1));
    private static final Instant NOON = Instant.parse("2026-05-31T12:00:00Z");

    @Test
    void aDayIsReadInEverCoarserRowsTowardsItsMiddle() {
        assertThat(told(Availability.WINDOWS.segments(FROM, TO, 0, Resolution.DAY)))
                .isEqualTo("10s 13:47:20 1m 13:48 10m 13:50 1h 14:00 6h 18:00 1h 12:00 10m 13:00 1m 13:40 10s 13:47");
    }

    @Test
    void conversationsOfADayAreReadSoToo() {
        assertThat(Availability.WINDOWS.conversations(FROM, TO, 0))
                .isEqualTo(Availability.WINDOWS.segments(FROM, TO, 0, Resolution.DAY));
    }

    @Test
    void conversationsOfARangeWithoutAWholeHourAreReadInMinutesWhichHaveAll() {
        assertThat(told(Availability.WINDOWS.conversations(FROM, FROM.plus(Duration.ofHours(1)), 0)))
                .isEqualTo("10s 13:47:20 1m 13:48 10s 14:47");
    }

    @Test
    void conversationsInStepsShorterThanAnHourAreReadInMinutes() {
        assertThat(told(Availability.WINDOWS.conversations(FROM, TO, 1_800)))
                .isEqualTo("10s 13:47:20 1m 13:48 10s 13:47");
    }

    @Test
    void conversationsOfAnHourThatIsPendingAreReadInMinutes() {
        var availability = pending(Resolution.HOUR, NOON);

        assertThat(told(availability.conversations(
                        NOON.minus(Duration.ofMinutes(20)), NOON.plus(Duration.ofMinutes(80)), 0)))
                .isEqualTo("1m 11:40");
    }

    @Test
    void tenMinutesThatArePendingAreReadInMinutesAndTheirHourAsItIs() {
        var availability = pending(Resolution.TEN_MINUTES, NOON);

        assertThat(told(availability.segments(
                        NOON.minus(Duration.ofHours(1)), NOON.plus(Duration.ofHours(1)), 0, Resolution.DAY)))
                .isEqualTo("1h 11:00");
        assertThat(told(availability.segments(
                        NOON.minus(Duration.ofHours(1)), NOON.plus(Duration.ofMinutes(30)), 0, Resolution.DAY)))
                .isEqualTo("1h 11:00 1m 12:00 10m 12:10");
    }

    @Test
    void aMinuteThatIsPendingIsPendingInAllThatIsMadeOfIt() {
        var availability = pending(Resolution.MINUTE, NOON);

        assertThat(told(availability.segments(
                        NOON.minus(Duration.ofHours(12)), NOON.plus(Duration.ofHours(12)), 0, Resolution.DAY)))
                .isEqualTo("6h 00:00 10s 12:00 1m 12:01 10m 12:10 1h 13:00 6h 18:00");
    }

    @Test
    void sixHoursThatArePendingAreReadInHoursAndTheirDayAsItIs() {
        var availability = pending(Resolution.SIX_HOURS, NOON);

        assertThat(told(availability.segments(
                        NOON.minus(Duration.ofHours(12)), NOON.plus(Duration.ofHours(12)), 0, Resolution.DAY)))
                .isEqualTo("1d 00:00");
        assertThat(told(availability.segments(
                        NOON.minus(Duration.ofHours(6)), NOON.plus(Duration.ofHours(12)), 0, Resolution.DAY)))
                .isEqualTo("6h 06:00 1h 12:00 6h 18:00");
    }

    @Test
    void tenMinutesThatWereNeverMadeOrAreDroppedAreReadInMinutesWhereThereAreSome() {
        var availability = new Availability(
                Map.of(), Map.of(Resolution.TEN_MINUTES, List.of(new Span(NOON, NOON.plus(Duration.ofMinutes(20))))));

        assertThat(told(availability.segments(NOON, NOON.plus(Duration.ofMinutes(30)), 0, Resolution.DAY)))
                .isEqualTo("1m 12:00 10m 12:20");
    }

    private static Availability pending(Resolution resolution, Instant bucket) {
        return new Availability(
                Map.of(resolution, List.of(new Span(bucket, bucket.plus(resolution.length())))), Map.of());
    }

    /** The resolution and begin of each, which is the end of the one before. */
    private static String told(List<Segment> segments) {
        return segments.stream()
                .map(segment -> segment.resolution().label() + " "
                        + segment.from()
                                .toString()
                                .substring(11, 19)
                                .replaceFirst(":00$", "")
                                .replace("Z", ""))
                .collect(Collectors.joining(" "));
    }
}
