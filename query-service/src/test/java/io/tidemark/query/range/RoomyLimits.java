package io.tidemark.query.range;

import java.time.Duration;

/** For tests of what answers say, not of how much may be asked. */
public record RoomyLimits() implements RangeConfig {
    @Override
    public int maxPoints() {
        return 400;
    }

    @Override
    public long maxRows() {
        return Long.MAX_VALUE;
    }

    @Override
    public int maxSketches() {
        return 1000;
    }

    @Override
    public Duration timeout() {
        return Duration.ofMinutes(1);
    }

    @Override
    public Duration defaultRange() {
        return Duration.ofHours(1);
    }
}
