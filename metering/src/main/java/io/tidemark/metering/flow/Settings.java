package io.tidemark.metering.flow;

import io.tidemark.contract.window.WindowLength;

/**
 * How a {@link Meter} works.
 *
 * @param window      where records are cut; null: nowhere, one record a biflow for the whole capture ({@code --window=none})
 * @param idleNanos   a biflow without a packet for this long leaves the table (IPFIX idle timeout), ns, &gt; 0
 * @param maxRows     most biflows at a time, 16 to 16 Mi; beyond it the oldest are cut early
 * @param initialRows for how many biflows room is made at once; up to {@code maxRows} it is made when needed, with a pause
 * @param clocked     true: {@link Meter#advance} alone says that a window has ended (live). False: packet time does (files)
 */
public record Settings(WindowLength window, long idleNanos, int maxRows, int initialRows, boolean clocked) {
    /** Idle timeout unless told otherwise: 60 s, as most exporters have it for TCP. */
    public static final long DEFAULT_IDLE_NANOS = 60_000_000_000L;

    /** Most biflows at a time unless told otherwise: 256 MiB of rows. */
    public static final int DEFAULT_ROWS = 1_000_000;

    private static final int LIVE_ROWS = 1 << 17; // 16 MiB
    private static final int LIVE_SHARE = 8;
    private static final int LEAST_ROWS = 16;
    private static final int MOST_ROWS = 1 << 24;

    public Settings {
        if (idleNanos <= 0) {
            throw new IllegalArgumentException("an idle timeout of %d ns is not above 0".formatted(idleNanos));
        }
        if (maxRows < LEAST_ROWS || maxRows > MOST_ROWS) {
            throw new IllegalArgumentException(
                    "a flow table of %d rows is not between %d and %d".formatted(maxRows, LEAST_ROWS, MOST_ROWS));
        }
        if (initialRows < 0 || initialRows > maxRows) {
            throw new IllegalArgumentException("%d initial rows are not 0 to %d".formatted(initialRows, maxRows));
        }
    }

    /**
     * For frames that happen now: the clock cuts windows. Room is made at once for an eighth of the flows, at most 131,072, so that
     * no memory is asked for while packets wait; for more when they come, for 4096 at a time. What takes time is to double the index:
     * at half a million flows some 10 ms, which a ring outlasts.
     */
    public static Settings live(WindowLength window, int maxRows) {
        return new Settings(window, DEFAULT_IDLE_NANOS, maxRows, Math.min(maxRows / LIVE_SHARE, LIVE_ROWS), true);
    }

    /** For a capture file: the table grows with it, packet time cuts windows. */
    public static Settings file(WindowLength window) {
        return new Settings(window, DEFAULT_IDLE_NANOS, DEFAULT_ROWS, 1 << 10, false);
    }

    /** For a capture file as a whole: no cut, no timeout. */
    public static Settings wholeFile() {
        return new Settings(null, Long.MAX_VALUE, DEFAULT_ROWS, 1 << 10, false);
    }

    boolean windowless() {
        return window == null;
    }
}
