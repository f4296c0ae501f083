package io.tidemark.capture.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
    @TempDir
    private Path folder;

    private String sample;

    @BeforeEach
    void writeSample() throws IOException {
        sample = SampleCapture.write(folder.resolve("sample.pcap"), 10, 1, 1)
                .path()
                .toString();
    }

    @Test
    void replaysFilesInTheirOrderAtTheRecordedPaceByDefault() {
        var plan = Plan.of(config(Map.of("files", sample + "," + sample)));

        assertThat(plan).isInstanceOfSatisfying(Plan.Files.class, files -> {
            assertThat(files.files()).containsExactly(Path.of(sample), Path.of(sample));
            assertThat(files.pace()).isEqualTo(Pace.RECORDED);
            assertThat(files.window().nanos()).isEqualTo(10_000_000_000L);
        });
    }

    @Test
    void playsTheDemoNodeInALoop() {
        var plan = Plan.of(config(Map.of("files", sample, "loop", "true")));

        assertThat(plan)
                .isInstanceOfSatisfying(
                        Plan.Loop.class, loop -> assertThat(loop.node()).isEqualTo("demo"));
    }

    @Test
    void rehearsesInsteadOfCapturing() {
        var plan = Plan.of(config(Map.of("training", "true", "interfaces", "nosuch0")));

        assertThat(plan).isInstanceOf(Plan.Training.class);
    }

    @Test
    void refusesAFileThatIsNotThere() {
        refuses(Map.of("files", folder.resolve("absent.pcap").toString()), "tidemark.capture.files=", "absent.pcap");
    }

    @Test
    void refusesALoopOverSeveralFiles() {
        refuses(Map.of("files", sample + "," + sample, "loop", "true"), "tidemark.capture.loop=true", "2");
    }

    @Test
    void refusesAWindowOutOfRange() {
        refuses(Map.of("files", sample, "window", "10ms"), "tidemark.capture.window=PT0.01S", "between 1s and 1d");
    }

    @Test
    void refusesATableOutOfRange() {
        refuses(
                Map.of("files", sample, "table-flows", "1"),
                "tidemark.capture.table-flows=1",
                "between 16 and 16777216");
    }

    @Test
    void refusesAFilterThatIsNone() {
        refuses(Map.of("files", sample, "filter", "tcp port what"), "tidemark.capture.filter=tcp port what", "what");
    }

    @Test
    void refusesAnInterfaceThatIsNotThere() {
        refuses(Map.of("interfaces", "nosuch0"), "tidemark.capture.interfaces=nosuch0", "nosuch0");
    }

    private void refuses(Map<String, String> values, String... told) {
        assertThatThrownBy(() -> Plan.of(config(values)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(told);
    }

    private static CaptureConfig config(Map<String, String> values) {
        var properties = new HashMap<String, String>();
        values.forEach((key, value) -> properties.put("tidemark.capture." + key, value));
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(CaptureConfig.class)
                .withDefaultValues(properties)
                .build()
                .getConfigMapping(CaptureConfig.class);
    }
}
