package io.tidemark.metering.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeTest {
    @Test
    void decimalResolutionsFromSecondsToAttoseconds() {
        assertThat(Time.of(0, 0).nanos(3)).isEqualTo(3_000_000_000L);
        assertThat(Time.of(6, 0).nanos(1_500_000)).isEqualTo(1_500_000_000L);
        assertThat(Time.of(9, 0).nanos(1_700_000_000_123_456_789L)).isEqualTo(1_700_000_000_123_456_789L);
        assertThat(Time.of(12, 0).nanos(1_500_000_000_999L)).isEqualTo(1_500_000_000L);
        assertThat(Time.of(18, 0).nanos(2_500_000_000_000_000_000L)).isEqualTo(2_500_000_000L);
    }

    @Test
    void binaryResolutions() {
        assertThat(Time.of(0x80, 0).nanos(3)).isEqualTo(3_000_000_000L);
        assertThat(Time.of(0x80 | 32, 0).nanos(3L << 31)).isEqualTo(1_500_000_000L);
        assertThat(Time.of(0x80 | 63, 0).nanos(1L << 62)).isEqualTo(500_000_000L);
        assertThat(Time.of(0x80 | 64, 0).nanos(1L << 63)).isEqualTo(500_000_000L);
    }

    @Test
    void theOffsetIsAddedAndMayBeNegative() {
        assertThat(Time.of(6, 100).nanos(1)).isEqualTo(100_000_001_000L);
        assertThat(Time.of(6, -100).nanos(1)).isEqualTo(-99_999_999_000L);
    }

    @Test
    void timesBeyondTheReachOfALongAreTheNearestThatIsNot() {
        assertThat(Time.of(0, 0).nanos(-1)).isEqualTo(Long.MAX_VALUE);
        assertThat(Time.of(6, Long.MAX_VALUE).nanos(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(Time.of(6, Long.MIN_VALUE).nanos(1)).isEqualTo(Long.MIN_VALUE);
    }
}
