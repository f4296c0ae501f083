package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root, as far as it goes without a build. */
@Timeout(60)
class LauncherTest {
    private static final Path SCRIPT = Path.of("../tidemark").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void isWellFormed() throws Exception {
        assertThat(run(folder, "bash", "-n", SCRIPT.toString())).isEmpty();
    }

    @Test
    void findsItsHomeThroughSymbolicLinksFromAnywhere() throws Exception {
        var direct = Files.createSymbolicLink(folder.resolve("direct"), SCRIPT);
        var relative = Files.createSymbolicLink(folder.resolve("relative"), Path.of("direct"));

        var output = run(folder, relative.toString(), "test", "--help");

        assertThat(direct).exists();
        assertThat(output).startsWith("Usage: tidemark test");
    }

    @Test
    void saysWhatToInstallWhenThereIsNoJdk() throws Exception {
        var script = Files.readString(SCRIPT);
        var elsewhere = folder.resolve("tidemark");
        // the same script, but wanting a JDK that nobody has
        Files.writeString(elsewhere, script.replace("JAVA_WANTED=25", "JAVA_WANTED=9999"));

        var output = run(folder, "bash", elsewhere.toString(), "--version");

        assertThat(output).contains("no JDK 9999 or later found", "apt-get install openjdk-9999-jdk", "set JAVA_HOME");
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
