package io.tidemark.contract.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WindowLengthTest {
    @Property
    void everyInstantLiesInExactlyTheWindowThatHoldsIt(
            @ForAll @LongRange(min = -4_000_000_000_000_000_000L, max = 4_000_000_000_000_000_000L) long instant,
            @ForAll @LongRange(min = 1_000_000L, max = 86_400_000_000_000L) long nanos) {
        var length = new WindowLength(nanos);

        long start = length.startOf(instant);

        assertThat(start)
                .isLessThanOrEqualTo(instant)
                .satisfies(s -> assertThat(s % nanos).isZero());
        assertThat(length.endOf(start)).isGreaterThan(instant);
        assertThat(length.startOf(start)).isEqualTo(start);
    }

    @Test
    void alignsToTheEpochBeforeItToo() {
        assertThat(WindowLength.DEFAULT.startOf(-1)).isEqualTo(-10_000_000_000L);
        assertThat(WindowLength.DEFAULT.startOf(WindowLength.nanos(Instant.parse("2009-02-13T23:31:39.999999999Z"))))
                .isEqualTo(WindowLength.nanos(Instant.parse("2009-02-13T23:31:30Z")));
    }

    @Property
    void nanosAndInstantsAreTheSameThing(
            @ForAll @LongRange(min = -9_000_000_000_000_000_000L, max = 9_000_000_000_000_000_000L) long nanos) {
        assertThat(WindowLength.nanos(WindowLength.instant(nanos))).isEqualTo(nanos);
    }

    @Test
    void refusesALengthNobodyCanMean() {
        assertThatThrownBy(() -> WindowLength.of(Duration.ofNanos(1)))
                .hasMessageContaining("not between 1 ms and 1 day");
        assertThatThrownBy(() -> WindowLength.of(Duration.ofDays(2))).isInstanceOf(IllegalArgumentException.class);
    }
}
