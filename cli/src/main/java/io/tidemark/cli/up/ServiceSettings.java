package io.tidemark.cli.up;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What a service is told, in a file that only its user reads: passwords do not show in the list of processes, and what runs
 * can be looked up.
 */
final class ServiceSettings {
    private final Map<String, String> values = new TreeMap<>();

    /** One key; a value is taken as it is, never as an expression. */
    ServiceSettings with(String key, Object value) {
        values.put(key, value.toString().replace("${", "\\${"));
        return this;
    }

    /** A list, an element a key: no character in an element separates. */
    ServiceSettings with(String key, List<?> elements) {
        for (int i = 0; i < elements.size(); i++) {
            with("%s[%d]".formatted(key, i), elements.get(i));
        }
        return this;
    }

    /** @throws IOException if the file cannot be written */
    void writeTo(Path file) throws IOException {
        var properties = new Properties();
        properties.putAll(values);
        properties.setProperty("config_ordinal", "350"); // above the environment (300), below -D (400)
        var text = new StringWriter();
        properties.store(text, "Written at each start of tidemark.");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text.toString());
    }
}
