package io.tidemark.cli.flows;

import io.tidemark.contract.window.WindowLength;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The argument of {@code --window}; {@code length} is null for none. */
record Window(WindowLength length) {
    /** Written out, as picocli asks for it at each start, and what makes up a record's own is made anew each time, too. */
    @Override
    public String toString() {
        return length == null ? "none" : length.toString();
    }

    /** Reads 10s, 1m, 500ms, none. */
    static final class Converter implements ITypeConverter<Window> {
        @Override
        public Window convert(String value) {
            if (value.equals("none")) {
                return new Window(null);
            }
            try {
                return new Window(WindowLength.of(new Span().convert(value)));
            } catch (TypeConversionException e) {
                throw new TypeConversionException(e.getMessage() + " and not 'none'");
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
