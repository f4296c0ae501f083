package io.tidemark.cli.flows;

import io.tidemark.contract.window.WindowLength;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The argument of {@code --window}; {@code length} is null for none. */
record Window(WindowLength length) {
    /** Reads 10s, 1m, 500ms, none. */
    static final class Converter implements ITypeConverter<Window> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

        @Override
        public Window convert(String value) {
            if (value.equals("none")) {
                return new Window(null);
            }
            var form = FORM.matcher(value);
            if (!form.matches()) {
                throw new TypeConversionException(
                        "'%s' is no length of time (10s, 1m, 500ms) and not 'none'".formatted(value));
            }
            try {
                return new Window(WindowLength.of(duration(Long.parseLong(form.group(1)), form.group(2))));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
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
}
