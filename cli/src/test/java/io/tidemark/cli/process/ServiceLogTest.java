package io.tidemark.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceLogTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final Console console = new Console(new PrintStream(told, true, UTF_8), false, false);

    @Test
    void writesEveryLineAndShowsTheImportantOnes() {
        var output = """
                2026-11-23 00:19:14,877 INFO  [io.quarkus] (main) started
                2026-11-23 00:19:17,787 ERROR [io.tidemark.capture] (watch) broker refuses batches
                java.lang.IllegalStateException: WARN is only a word here
                2026-11-23 00:19:18,787 WARNING [kafka] disk is slow
                """;

        log(false).copy(new ByteArrayInputStream(output.getBytes(UTF_8)));

        assertThat(folder.resolve("capture.log")).hasContent(output);
        assertThat(told.toString(UTF_8).lines())
                .containsExactly(
                        "  capture: ERROR [io.tidemark.capture] (watch) broker refuses batches",
                        "  capture: WARNING [kafka] disk is slow");
    }

    @Test
    void showsABoundedNumberAndSaysWhereTheOthersAre() {
        var log = log(false);

        for (int i = 0; i < 1000; i++) {
            log.show("2026-11-23 00:19:17,787 WARN  [x] again");
        }

        assertThat(told.toString(UTF_8).lines().toList())
                .hasSize(10)
                .last()
                .isEqualTo("  capture: more of these in " + folder.resolve("capture.log"));
    }

    @Test
    void showsNothingOfAProgramThatIsBeingStopped() {
        log(true).show("2026-11-23 00:19:17,787 WARN  [x] the broker is gone");

        assertThat(told.toString(UTF_8)).isEmpty();
    }

    private ServiceLog log(boolean quiet) {
        return new ServiceLog("capture", folder.resolve("capture.log"), console, () -> quiet);
    }
}
