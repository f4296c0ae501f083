package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In a process of its own: a JVM configures its logs once. */
@Timeout(60)
class WarningsTest {
    @Test
    void librariesWarnButDoNotTell() throws Exception {
        var said = said();

        assertThat(said).contains("WARNING: heed").doesNotContain("chat");
    }

    private static String said() throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Library.class.getName())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What a library does. */
    static final class Library {
        public static void main(String[] args) {
            Warnings.only();
            var logger = Logger.getLogger("library");
            logger.info("chat");
            logger.warning("heed");
        }
    }
}
