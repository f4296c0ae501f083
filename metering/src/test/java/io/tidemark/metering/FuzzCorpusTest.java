package io.tidemark.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tidemark.metering.decode.FrameFuzz;
import io.tidemark.metering.flow.MeterFuzz;
import io.tidemark.metering.record.FlowBatchFuzz;
import io.tidemark.metering.source.CaptureFileFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What fuzzing found once, and inputs that reach far: {@code docs/how-to/fuzz.md} says how they are made. */
class FuzzCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/fuzz");

    static Stream<Arguments> targets() {
        return Stream.of(
                Arguments.of("frame", (Consumer<byte[]>) FrameFuzz::fuzzerTestOneInput),
                Arguments.of("meter", (Consumer<byte[]>) MeterFuzz::fuzzerTestOneInput),
                Arguments.of("capture-file", (Consumer<byte[]>) CaptureFileFuzz::fuzzerTestOneInput),
                Arguments.of("flow-batch", (Consumer<byte[]>) FlowBatchFuzz::fuzzerTestOneInput));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void theCorpusPassesTheTarget(String name, Consumer<byte[]> target) throws IOException {
        List<Path> inputs = inputs(name);

        assertThat(inputs).isNotEmpty();
        for (Path input : inputs) {
            byte[] bytes = Files.readAllBytes(input);
            assertThatCode(() -> target.accept(bytes))
                    .as(input.getFileName().toString())
                    .doesNotThrowAnyException();
        }
    }

    private static List<Path> inputs(String name) throws IOException {
        try (var files = Files.list(CORPUS.resolve(name))) {
            return files.sorted().toList();
        }
    }
}
