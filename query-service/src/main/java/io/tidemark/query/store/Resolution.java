package io.tidemark.query.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How far rows are summed up over time: not at all, or over buckets that are aligned to 1970-01-01T00:00:00Z. A row is in the bucket
 * that its window starts in, so a bucket's rows are of whole windows.
 */
public enum Resolution {
    /** Single windows, whatever their length. */
    WINDOW("10s", 0),
    MINUTE("1m", 60),
    TEN_MINUTES("10m", 600),
    HOUR("1h", 3600),
    SIX_HOURS("6h", 21_600),
    DAY("1d", 86_400);

    /** All that have buckets, each after what it is summed up from. */
    public static final List<Resolution> OF_BUCKETS = List.of(MINUTE, TEN_MINUTES, HOUR, SIX_HOURS, DAY);

    private final String label;
    private final long seconds;

    Resolution(String label, long seconds) {
        this.label = label;
        this.seconds = seconds;
    }

    /** As in the database: "1m". */
    public String label() {
        return label;
    }

    public static Resolution of(String label) {
        for (var resolution : values()) {
            if (resolution.label.equals(label)) {
                return resolution;
            }
        }
        throw new IllegalArgumentException("no resolution is called " + label);
    }

    /** Length of a bucket; 0: there are none. */
    public long seconds() {
        return seconds;
    }

    public Duration length() {
        return Duration.ofSeconds(seconds);
    }

    /** Its table of a grain: "conversation_1h". */
    public String table(String grain) {
        return this == WINDOW ? grain : grain + "_" + label;
    }

    /** The next finer one, which answers where this one cannot; not of {@link #WINDOW}. */
    public Resolution finer() {
        return values()[ordinal() - 1];
    }

    /**
     * What it is summed up from; not of {@link #WINDOW}. Ten minutes and six hours lie beside the way from minutes to days: where the largest
     * conversations alone are kept, each way round loses some.
     */
    public Resolution summedFrom() {
        return switch (this) {
            case WINDOW -> throw new IllegalStateException("single windows are not summed up");
            case MINUTE -> WINDOW;
            case TEN_MINUTES, HOUR -> MINUTE;
            case SIX_HOURS, DAY -> HOUR;
        };
    }

    /** The start of the bucket that an instant is in; the instant itself where there are no buckets. */
    public Instant floor(Instant instant) {
        return seconds == 0
                ? instant
                : Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
    }

    /** The first start of a bucket that is not before an instant. */
    public Instant ceiling(Instant instant) {
        var floor = floor(instant);
        return floor.equals(instant) ? floor : floor.plusSeconds(seconds);
    }
}
