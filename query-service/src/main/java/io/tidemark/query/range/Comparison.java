package io.tidemark.query.range;

import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.text.Text;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What a range is compared with: the same length of time, earlier.
 *
 * @param shift by how much; a multiple of the window, so that it is as many windows
 */
public record Comparison(Duration shift) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(s|m|h|d|w)");
    private static final String BEFORE = "previous";

    /**
     * Reads "previous" (what came just before), "1h", "1d", "1w" or "PT1H".
     *
     * @param text null or empty: nothing is compared
     * @return null: nothing is compared
     */
    public static Comparison parse(String text, Range range, long windowSeconds) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        var asked = text.equals(BEFORE) ? Duration.between(range.from(), range.to()) : duration(text);
        long windows = Math.ceilDiv(asked.toNanos() / 1_000_000_000, windowSeconds);
        if (!text.equals(BEFORE) && windows * windowSeconds != asked.toSeconds()) {
            throw problem(Text.of("\"%s\" is no multiple of the window, %d s", text, windowSeconds));
        }
        var shift = Duration.ofSeconds(Math.max(1, windows) * windowSeconds);
        if (shift.compareTo(Duration.ofDays(3660)) > 0) {
            throw problem(Text.of("\"%s\" is more than ten years", text));
        }
        return new Comparison(shift);
    }

    private static Duration duration(String text) {
        var matcher = TEXT.matcher(text);
        try {
            var duration = matcher.matches()
                    ? seconds(Long.parseLong(matcher.group(1)), matcher.group(2))
                    : Duration.parse(text);
            if (duration.isPositive() && duration.compareTo(Duration.ofDays(36600)) < 0) {
                return duration;
            }
        } catch (RuntimeException e) {
            // said below
        }
        throw problem(Text.of("\"%s\" is neither previous nor a time such as 1h, 1d, 1w or PT1H", text));
    }

    private static Duration seconds(long number, String unit) {
        return Duration.ofSeconds(number
                * switch (unit) {
                    case "m" -> 60;
                    case "h" -> 3600;
                    case "d" -> 86400;
                    case "w" -> 604800;
                    default -> 1;
                });
    }

    private static MalformedParameter problem(Text reason) {
        return new MalformedParameter("compare", reason);
    }

    /** This; {@link MalformedParameter} where the earlier range has longer rows only, which do not lie on these steps. */
    public Comparison onWindows(long windowSeconds) {
        if (shift.toSeconds() % windowSeconds != 0) {
            throw problem(
                    Text.of("of that time only rows of %d s are kept: compare by a multiple of it", windowSeconds));
        }
        return this;
    }

    /** The earlier range, to be asked for as any other: which rows answer for it is another matter. */
    public Asked of(Range range) {
        return new Asked(range.from().minus(shift), range.to().minus(shift), range.sources());
    }
}
