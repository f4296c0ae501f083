package io.tidemark.metering.source;

/** Turns a file's ticks into ns since 1970. What lies beyond 1677 to 2262 becomes the nearest instant that does not. */
final class Time {
    private static final long SECOND = 1_000_000_000L;
    private static final long MOST_SECONDS = Long.MAX_VALUE / SECOND - 1;

    private final long perSecond; // unsigned; 0: 2^64
    private final long offsetSeconds;
    private final long nanosPerTick; // 0: less than a ns, or no whole number
    private final long mostTicks;

    private Time(long perSecond, long offsetSeconds) {
        this.perSecond = perSecond;
        this.offsetSeconds = offsetSeconds;
        boolean whole = perSecond > 0 && perSecond <= SECOND && SECOND % perSecond == 0;
        nanosPerTick = whole ? SECOND / perSecond : 0;
        mostTicks = whole ? Long.MAX_VALUE / nanosPerTick : 0;
    }

    static Time micros() {
        return new Time(1_000_000, 0);
    }

    /**
     * Of a pcapng interface (draft-ietf-opsawg-pcapng, options if_tsresol and if_tsoffset).
     *
     * @param resolution 10 to the minus this; with the top bit set 2 to the minus the rest
     */
    static Time of(int resolution, long offsetSeconds) {
        int exponent = resolution & 0x7F;
        if ((resolution & 0x80) != 0) {
            return new Time(exponent < 64 ? 1L << exponent : 0, offsetSeconds);
        }
        long perSecond = 1;
        for (int i = 0; i < Math.min(exponent, 19); i++) {
            perSecond *= 10;
        }
        return new Time(perSecond, offsetSeconds);
    }

    long nanos(long ticks) {
        if (nanosPerTick != 0 && offsetSeconds == 0 && ticks >= 0 && ticks <= mostTicks) {
            return ticks * nanosPerTick;
        }
        long seconds = perSecond == 0 ? 0 : Long.divideUnsigned(ticks, perSecond);
        long rest = perSecond == 0 ? ticks : Long.remainderUnsigned(ticks, perSecond);
        return nanos(seconds, fraction(rest));
    }

    /** The parts as a sum; saturates. */
    private long nanos(long seconds, long nanos) {
        if (seconds < 0 || seconds > MOST_SECONDS || offsetSeconds > MOST_SECONDS - seconds) {
            return Long.MAX_VALUE;
        }
        return offsetSeconds < -MOST_SECONDS ? Long.MIN_VALUE : (seconds + offsetSeconds) * SECOND + nanos;
    }

    /** {@code ticks / perSecond} of a second in ns, rounded down; the product has 128 bits. */
    private long fraction(long ticks) {
        if (nanosPerTick != 0) {
            return ticks * nanosPerTick;
        }
        if (perSecond > 0 && perSecond % SECOND == 0) {
            return ticks / (perSecond / SECOND);
        }
        int shift = perSecond == 0 ? 64 : Long.numberOfTrailingZeros(perSecond); // a power of two is what is left
        long high = Math.unsignedMultiplyHigh(ticks, SECOND);
        long low = ticks * SECOND;
        return shift == 64 ? high : shift == 0 ? low : high << (64 - shift) | low >>> shift;
    }
}
