package io.tidemark.bench.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** The folder for captures and what programs write: the one that was named, or a temporary one that goes away. */
final class Workplace implements AutoCloseable {
    private final Path path;
    private final boolean temporary;

    /** @param named null: a temporary one */
    Workplace(Path named) throws IOException {
        temporary = named == null;
        path = temporary ? Files.createTempDirectory("tidemark-bench") : Files.createDirectories(named);
    }

    Path path() {
        return path;
    }

    /** Removes a file that is no longer needed, if the folder is temporary. */
    void remove(Path file) throws IOException {
        if (temporary) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            empty();
        }
    }

    /** Removes the folder with all that is in it. */
    void empty() throws IOException {
        try (var files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
