package io.tidemark.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceSettingsTest {
    @TempDir
    Path folder;

    @Test
    void areReadableByTheirUserOnly() throws IOException {
        var file = folder.resolve("query.properties");
        Files.writeString(file, "of an earlier start");

        new ServiceSettings().with("quarkus.datasource.password", "secret").writeTo(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(read(file)).containsEntry("quarkus.datasource.password", "secret");
    }

    @Test
    void keepListsAndExpressionsAsTheyAre() throws IOException {
        var file = folder.resolve("capture.properties");

        new ServiceSettings()
                .with("files", List.of(Path.of("/a,b.pcap"), Path.of("/${c}.pcap")))
                .writeTo(file);

        assertThat(read(file)).containsEntry("files[0]", "/a,b.pcap").containsEntry("files[1]", "/\\${c}.pcap");
    }

    private static Properties read(Path file) throws IOException {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties;
    }
}
