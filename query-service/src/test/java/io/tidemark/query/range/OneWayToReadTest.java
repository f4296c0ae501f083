package io.tidemark.query.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers are read by {@link Statements}, which says for whom: nothing else of the service that answers has a connection. */
class OneWayToReadTest {
    private static final Path SOURCES = Path.of("src/main/java/io/tidemark/query");
    private static final List<String> CONNECTIONS =
            List.of("sqlclient.Pool", "javax.sql.DataSource", "Panache.with", "sqlclient.SqlConnection");

    /** Whoever writes, sums up, drops or looks whether PostgreSQL is there; and the status, which reads entities and says for whom itself. */
    private static final List<String> OTHERS =
            List.of("store", "intake", "range/Statements.java", "range/Reading.java", "status/StatusQuery.java");

    @Test
    void nothingElseHasAConnection() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> OTHERS.stream().noneMatch(other -> file.startsWith(SOURCES.resolve(other))))
                            .filter(file -> CONNECTIONS.stream().anyMatch(text(file)::contains)))
                    .isEmpty();
        }
        assertThat(text(SOURCES.resolve("status/StatusQuery.java"))).contains("Statements.SETTINGS");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
