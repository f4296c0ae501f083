package io.tidemark.charts.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command of the system to its end. */
final class Process {
    private Process() {}

    /**
     * What it wrote to standard output.
     *
     * @param input for its standard input, or null
     * @throws IllegalStateException if it does not end with 0 within five minutes; the message has what it said of errors
     */
    static String run(List<String> command, String input) {
        try {
            var errors = Files.createTempFile("tidemark", ".err");
            var given = Files.createTempFile("tidemark", ".in");
            try {
                Files.writeString(given, input == null ? "" : input);
                var process = new ProcessBuilder(command)
                        .redirectInput(given.toFile())
                        .redirectError(errors.toFile())
                        .start();
                var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                boolean ended = process.waitFor(5, TimeUnit.MINUTES);
                if (!ended || process.exitValue() != 0) {
                    process.destroyForcibly();
                    throw new IllegalStateException("%s: %s".formatted(command, Files.readString(errors)));
                }
                return output;
            } finally {
                Files.delete(errors);
                Files.delete(given);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
