package io.tidemark.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DataDirectoryTest {
    @TempDir
    Path folder;

    private final List<Process> launched = new ArrayList<>();

    @AfterEach
    void leaveNothingBehind() {
        launched.forEach(Process::destroyForcibly);
    }

    @Test
    void belongsToOneAtATime() throws IOException {
        try (var first = DataDirectory.open(folder)) {
            assertThat(first.folder()).isEqualTo(folder);

            assertThatThrownBy(() -> DataDirectory.open(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is in use by another tidemark (process %d)"
                            .formatted(ProcessHandle.current().pid()));
        }

        DataDirectory.open(folder).close();
    }

    @Test
    void endsWhatAKilledPredecessorLeft() throws Exception {
        try (var data = DataDirectory.open(folder)) {
            var left = launch(List.of(data.mark()));
            data.running("left", left.pid());

            var ended = data.reclaim();

            assertThat(ended).containsExactly("left");
            assertThat(left.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(data.pidOf("left")).doesNotExist();
        }
    }

    @Test
    void leavesAStrangerAloneThatHasItsProcessIdByNow() throws Exception {
        try (var data = DataDirectory.open(folder)) {
            var stranger = launch(List.of());
            data.running("gone", stranger.pid());

            var ended = data.reclaim();

            assertThat(ended).isEmpty();
            assertThat(stranger.isAlive()).isTrue();
        }
    }

    private Process launch(List<String> marks) throws IOException {
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(marks);
        command.addAll(Stub.java("serve", folder.resolve("served").toString()));
        var process = new ProcessBuilder(command).start();
        launched.add(process);
        process.inputReader().readLine(); // it runs
        return process;
    }
}
