package io.tidemark.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.Tidemark;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    @TempDir
    private Path folder;

    @Test
    void rehearsesFlowsWithTheCapturesThatItMade() {
        assertThat(train("captures")).isZero();
        assertThat(train("flows")).isZero();
    }

    @Test
    void failsWithoutThem() {
        assertThat(train("flows")).isNotZero();
    }

    private int train(String part) {
        return Tidemark.commandLine("train").execute("train", part, folder.toString());
    }
}
