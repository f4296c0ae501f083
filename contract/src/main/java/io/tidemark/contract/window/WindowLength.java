package io.tidemark.contract.window;

import java.time.Duration;
import java.time.Instant;

/**
 * Cuts time into windows of equal length, aligned to 1970-01-01T00:00:00Z. A window is known by its start and holds the
 * instants in [start, start + length). Instants are ns since 1970 and may be negative; they reach from 1677 to 2262.
 *
 * @param nanos the length in ns, 1 ms to 1 day
 */
public record WindowLength(long nanos) {
    /** What all services use unless told otherwise: 10 s. */
    public static final WindowLength DEFAULT = new WindowLength(10_000_000_000L);

    private static final long MIN = 1_000_000L;
    private static final long MAX = 86_400_000_000_000L;

    public WindowLength {
        if (nanos < MIN || nanos > MAX) {
            throw new IllegalArgumentException(
                    "a window of %s is not between 1 ms and 1 day".formatted(Duration.ofNanos(nanos)));
        }
    }

    public static WindowLength of(Duration length) {
        return new WindowLength(length.toNanos());
    }

    /** Start of the window that holds this instant; both in ns since 1970. */
    public long startOf(long instantNanos) {
        return Math.floorDiv(instantNanos, nanos) * nanos;
    }

    /** First instant after the window that starts here. */
    public long endOf(long startNanos) {
        return startNanos + nanos;
    }

    /** ns since 1970 as an Instant. */
    public static Instant instant(long nanosSince1970) {
        return Instant.ofEpochSecond(
                Math.floorDiv(nanosSince1970, 1_000_000_000L), Math.floorMod(nanosSince1970, 1_000_000_000L));
    }

    /** An Instant as ns since 1970; throws ArithmeticException outside 1677 to 2262. */
    public static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    /** As a duration, {@code PT10S}. */
    @Override
    public String toString() {
        return Duration.ofNanos(nanos).toString();
    }
}
