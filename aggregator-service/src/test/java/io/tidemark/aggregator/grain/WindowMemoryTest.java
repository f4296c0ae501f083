package io.tidemark.aggregator.grain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/explanation/memory-of-the-aggregator.md says of an open window's heap. */
class WindowMemoryTest {
    @Test
    void aFullWindowHoldsNoMoreThanItsBoundHoweverMuchComes() throws Exception {
        long bound = WindowMemory.MAX_FLOWS * (72 + 4 * 128L)
                + WindowMemory.MAX_CONVERSATIONS * 152L
                + WindowMemory.MAX_APPLICATIONS * 11_500L
                + 70_000;

        var held = measured();

        System.out.printf("heap held by a full window: %d bytes%n", held[0]);
        System.out.printf("heap held by one that was sent three times as much: %d bytes%n", held[1]);
        System.out.printf("heap held for a biflow that one point saw: %d bytes%n", held[2] / WindowMemory.MAX_FLOWS);
        assertThat(held[0]).isBetween(bound / 2, bound);
        assertThat(held[1]).isBetween(bound / 2, bound);
        assertThat(held[2] / WindowMemory.MAX_FLOWS).isBetween(150L, 400L);
    }

    private static long[] measured() throws Exception {
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-XX:MarkSweepAlwaysCompactCount=1", // else three of four collections leave some garbage
                        "-XX:+UseCompactObjectHeaders",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WindowMemory.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        return Stream.of(told.strip().split(" ")).mapToLong(Long::parseLong).toArray();
    }
}
