package io.tidemark.cli.ask;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the output goes to.
 *
 * @param interactive a person looks at it; false: a pipe or a file
 * @param colours     it shows colours, and nobody has said not to (no-color.org)
 * @param width       columns; {@link Integer#MAX_VALUE}: no line is too long
 */
record Terminal(boolean interactive, boolean colours, int width) {
    private static final int USUAL = 80;

    /** Of this process. */
    static Terminal ofProcess() {
        var console = System.console();
        return of(console != null && console.isTerminal(), System.getenv());
    }

    static Terminal of(boolean interactive, Map<String, String> environment) {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(interactive, interactive && !plain, interactive ? columns(environment) : Integer.MAX_VALUE);
    }

    private static int columns(Map<String, String> environment) {
        var told = environment.getOrDefault("COLUMNS", size());
        return told.matches("[1-9]\\d{0,4}") ? Integer.parseInt(told) : USUAL;
    }

    /** What the terminal says; empty where it does not. */
    private static String size() {
        try {
            var stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Redirect.INHERIT)
                    .redirectError(Redirect.DISCARD)
                    .start();
            var said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return said.replaceFirst("^\\d+ ", "").trim();
        } catch (IOException e) {
            return ""; // no stty: no matter
        }
    }

    /** Text that stands back, where colours are shown. */
    String dim(String text) {
        return colours ? "\033[2m" + text + "\033[0m" : text;
    }

    /** Text that stands out, where colours are shown. */
    String bold(String text) {
        return colours ? "\033[1m" + text + "\033[0m" : text;
    }
}
