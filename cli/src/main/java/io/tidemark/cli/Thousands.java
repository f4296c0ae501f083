package io.tidemark.cli;

/**
 * Whole numbers for the eye, with commas between thousands: "1,234,567". Not by the JDK's formatter, which first looks through all
 * locales that it knows.
 */
public final class Thousands {
    private Thousands() {}

    /** @param value 0 or more */
    public static String of(long value) {
        var text = new StringBuilder(Long.toString(value));
        for (int comma = text.length() - 3; comma > 0; comma -= 3) {
            text.insert(comma, ',');
        }
        return text.toString();
    }
}
