package io.tidemark.capture.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tidemark.metering.source.RingCapture;
import io.tidemark.metering.source.RingSettings;
import io.tidemark.metering.source.Selection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
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
    void refusesAnInterfaceThatIsNotThereWhereItCouldNotBePickedUpLater() {
        refuses(Map.of("interfaces", "nosuch0", "source", "libpcap"), "tidemark.capture.interfaces=nosuch0", "nosuch0");
    }

    @Test
    void waitsForAnInterfaceThatIsToCome() {
        assumeTrue(mayCapture(), "a packet socket needs Linux and CAP_NET_RAW");

        var plan = Plan.of(config(Map.of("interfaces", "nosuch0", "ring-bytes", "8M", "workers", "2")));

        assertThat(plan).isInstanceOfSatisfying(Plan.Live.class, live -> {
            assertThat(live.ring().ringBytes()).isEqualTo(8 << 20);
            assertThat(live.ring().workers()).isEqualTo(2);
            assertThat(live.told()).isEqualTo("nosuch0");
        });
    }

    @Test
    void refusesNumbersOfLiveCaptureOutOfRange() {
        refuses(Map.of("ring-bytes", "1K"), "tidemark.capture.ring-bytes=1024", "between 1048576 and 1073741824");
        refuses(Map.of("snap-length", "1"), "tidemark.capture.snap-length=1", "between 64 and 65535");
        refuses(Map.of("sampling", "0"), "tidemark.capture.sampling=0", "between 1 and 1000000");
        refuses(Map.of("workers", "65"), "tidemark.capture.workers=65", "between 1 and 64");
    }

    private static boolean mayCapture() {
        try {
            RingCapture.check(new Selection(List.of("nosuch0"), List.of()), RingSettings.usual(""));
            return true;
        } catch (IOException | LinkageError e) {
            return false;
        }
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
