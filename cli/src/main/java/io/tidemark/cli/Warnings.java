package io.tidemark.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * The configuration of libraries' logs: warnings, on standard error. The LogManager makes one when the first logger is asked for,
 * which in most runs of {@code tidemark flows} never happens; public for it.
 */
public final class Warnings {
    private static final String CONFIGURATION = """
            handlers = java.util.logging.ConsoleHandler
            .level = WARNING
            """;

    /** Sets it. */
    public Warnings() throws IOException {
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** From now on, if no logger is there yet. */
    static void only() {
        System.setProperty("java.util.logging.config.class", Warnings.class.getName());
    }
}
