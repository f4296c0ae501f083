package io.tidemark.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the JVM that runs the tests, on a class path of one file that is not there: the JDK's own classes are enough. */
@Timeout(120)
class AotCacheTest {
    @TempDir
    private Path home;

    private AotCache cache;

    @BeforeEach
    void findCache() throws IOException {
        cache = AotCache.of(home, "program");
        Files.createDirectories(cache.file().getParent());
    }

    @Test
    void isUsedOnceATrainingRunHasMadeIt() throws Exception {
        assertThat(cache.tried()).isFalse();
        assertThat(cache.use()).noneMatch(argument -> argument.startsWith("-XX:AOTCache"));

        java(cache.make());
        cache.keep();

        assertThat(cache.use()).contains("-XX:AOTCache=" + cache.file());
        assertThat(java(cache.use(), "-XX:AOTMode=on")).contains("version").doesNotContain("rror");
    }

    @Test
    void ofAnotherJavaOrBrokenIsLeftAloneInSilence() throws Exception {
        var plain = java(List.of());
        Files.writeString(cache.file(), "nothing that a JVM would read");

        var said = java(cache.use());

        assertThat(said.lines())
                .hasSameSizeAs(plain.lines().toList()); // three, of which the last says "sharing" or not
        assertThat(said).startsWith(plain.lines().findFirst().orElseThrow());
    }

    @Test
    void thatCouldNotBeMadeIsNotTriedAgainAndNotUsed() throws IOException {
        cache.keep();

        assertThat(cache.tried()).isTrue();
        assertThat(cache.use()).noneMatch(argument -> argument.startsWith("-XX:AOTCache"));
    }

    /** What {@code java ... -version} says. */
    private String java(List<String> arguments, String... further) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(arguments);
        command.addAll(Arrays.asList(further));
        command.addAll(List.of("-cp", home.resolve("nothing.jar").toString(), "-version"));
        var builder =
                new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
