package io.tidemark.cli.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** A program's output on its way to its log file. Warnings and errors are shown at the terminal too, a bounded number of them. */
final class ServiceLog {
    private static final int SHOWN_PER_PERIOD = 10;
    private static final Duration PERIOD = Duration.ofSeconds(30);
    /** A level near the line's beginning, after its time; as Quarkus and java.util.logging write it. */
    private static final Pattern IMPORTANT =
            Pattern.compile("^\\d{4}-\\d\\d-\\d\\d \\S+ +(WARN|WARNING|ERROR|SEVERE|FATAL)\\b *(.*)");

    private final String name;
    private final Path file;
    private final Console console;
    private final BooleanSupplier quiet;
    private long periodStart = System.nanoTime();
    private int shown;

    /** @param quiet true while nothing is to be shown: a program that is being stopped complains about the others' ends */
    ServiceLog(String name, Path file, Console console, BooleanSupplier quiet) {
        this.name = name;
        this.file = file;
        this.console = console;
        this.quiet = quiet;
    }

    /** Copies until the program ends; blocks. */
    void copy(InputStream output) {
        try (var lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
                BufferedWriter log =
                        Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                log.write(line);
                log.newLine();
                if (!lines.ready()) {
                    log.flush();
                }
                show(line);
            }
        } catch (IOException e) {
            console.say("%s: its log %s ends here: %s".formatted(name, file, e.getMessage()));
        }
    }

    /** Shows the line if it is important and not one too many. */
    void show(String line) {
        var important = IMPORTANT.matcher(line);
        if (!important.matches() || quiet.getAsBoolean()) {
            return;
        }
        if (System.nanoTime() - periodStart > PERIOD.toNanos()) {
            periodStart = System.nanoTime();
            shown = 0;
        }
        shown++;
        if (shown < SHOWN_PER_PERIOD) {
            console.say("  %s: %s %s".formatted(name, important.group(1), important.group(2)));
        } else if (shown == SHOWN_PER_PERIOD) {
            console.say("  %s: more of these in %s".formatted(name, file));
        }
    }
}
