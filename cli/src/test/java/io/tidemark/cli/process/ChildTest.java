package io.tidemark.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ChildTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final Console console = new Console(new PrintStream(told, true, StandardCharsets.UTF_8), false, false);
    private DataDirectory data;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        data = DataDirectory.open(folder.resolve("data"));
        file = folder.resolve("served");
    }

    @AfterEach
    void close() throws IOException {
        data.close();
    }

    @Test
    void isStartedAgainWhenItIsKilled() throws Exception {
        var child = Child.start(Stub.serving(file), data, console);
        child.awaitReady();
        var first = child.pid();
        Files.delete(file);

        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        child.awaitReady();

        assertThat(child.pid()).isNotEqualTo(first);
        assertThat(data.pidOf("stub")).hasContent(child.pid() + "\n");
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("stub was ended by signal 9; starting it again");
        child.stop(PATIENCE);
    }

    @Test
    void stopsInOrderAndIsNotStartedAgain() throws Exception {
        var child = Child.start(Stub.serving(file), data, console);
        child.awaitReady();
        var process = ProcessHandle.of(child.pid()).orElseThrow();

        child.stop(PATIENCE);

        assertThat(process.isAlive()).isFalse();
        assertThat(data.pidOf("stub")).doesNotExist();
        assertThat(data.logOf("stub")).hasContent("serving");
        assertThat(told.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void isDoneWhenItsExitCodeSaysSo() throws Exception {
        var child = Child.start(Stub.exiting(3, Set.of(0, 3)), data, console);

        assertThat(child.awaitDone()).isEqualTo(3);

        child.awaitReady(); // does not wait for what will never come
        child.stop(PATIENCE);
    }

    @Test
    void isGivenUpWithItsLastWordsWhenItNeverBecomesReady() throws Exception {
        var child = Child.start(Stub.exiting(1, Set.of()), data, console);

        assertThatThrownBy(child::awaitReady)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended with exit code 1 3 times and never became ready")
                .hasMessageContaining("my last words");

        child.stop(PATIENCE);
    }

    @Test
    void endsWithItsLauncherEvenIfThatIsKilled() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = Stub.java("launch", folder.resolve("other").toString(), file.toString());
        command.addFirst(java);
        var launcher = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = launcher.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("launched");
        }
        var run = folder.resolve("other/run");
        var child = ProcessHandle.of(
                        Long.parseLong(Files.readString(run.resolve("stub.pid")).strip()))
                .orElseThrow();

        launcher.destroyForcibly();

        child.onExit().get(60, TimeUnit.SECONDS);
        assertThat(child.isAlive()).isFalse();
    }
}
