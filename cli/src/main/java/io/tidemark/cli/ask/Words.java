package io.tidemark.cli.ask;

import io.tidemark.cli.Thousands;
import java.util.Locale;

/** Numbers for a person: SI prefixes, so that a column can be read downwards. */
final class Words {
    private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E"};

    private Words() {}

    /** "1.23 GB", "45 packets": exact below 1000. */
    static String amount(long value, String unit) {
        return switch (unit) {
            case "bytes" -> scaled(value, 1000) + "B";
            case "nanoseconds" -> span(value);
            default -> scaled(value, 1000).strip();
        };
    }

    /** "1,234,567". */
    static String exact(long value) {
        return Thousands.of(value);
    }

    /** An instant as the server tells it, in UTC: "2026-01-31 12:00:00". */
    static String time(String instant) {
        return instant.replace('T', ' ').replace("Z", "");
    }

    /** "3.2 s", "5 min", "36 h", "400 d": two digits at least, and never more than it needs. */
    static String length(double seconds) {
        if (seconds < 120) {
            return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
        }
        double minutes = seconds / 60;
        double hours = minutes / 60;
        return String.format(
                Locale.ROOT,
                minutes < 120 ? "%.0f min" : hours < 48 ? "%.0f h" : "%.0f d",
                minutes < 120 ? minutes : hours < 48 ? hours : hours / 24);
    }

    private static String scaled(long value, int base) {
        double scaled = value;
        int prefix = 0;
        while (Math.abs(scaled) >= base && prefix < PREFIXES.length - 1) {
            scaled /= base;
            prefix++;
        }
        return prefix == 0
                ? value + " "
                : String.format(
                        Locale.ROOT,
                        scaled < 10 ? "%.2f %s" : scaled < 100 ? "%.1f %s" : "%.0f %s",
                        scaled,
                        PREFIXES[prefix]);
    }

    private static String span(long nanos) {
        if (nanos < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f µs", nanos / 1e3);
        }
        return nanos < 1_000_000_000
                ? String.format(Locale.ROOT, "%.2f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }

    /** "45.1 %". */
    static String share(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** "+12 %", "-3.1 %", "new", "gone"; "=" for what is the same or would round to it. */
    static String change(long now, long before) {
        if (before == 0) {
            return now == 0 ? "=" : "new";
        }
        if (now == 0) {
            return "gone";
        }
        double percent = 100.0 * (now - before) / before;
        double size = Math.abs(percent);
        return size < 0.05 ? "=" : String.format(Locale.ROOT, size < 9.95 ? "%+.1f %%" : "%+,.0f %%", percent);
    }
}
