package io.tidemark.cli.flows;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time as users write it: 10s, 1m, 500ms. */
final class Span implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    @Override
    public Duration convert(String value) {
        var form = FORM.matcher(value);
        if (!form.matches()) {
            throw new TypeConversionException("'%s' is no length of time (10s, 1m, 500ms)".formatted(value));
        }
        return duration(Long.parseLong(form.group(1)), form.group(2));
    }

    private static Duration duration(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }
}
