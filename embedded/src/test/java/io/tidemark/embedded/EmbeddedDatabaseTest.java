package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    @TempDir
    Path folder;

    @Test
    void keepsItsRowsAcrossARestart() throws Exception {
        try (var database = EmbeddedDatabase.start(folder, 0)) {
            execute(database, "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        try (var database = EmbeddedDatabase.start(folder, 0)) {
            assertThat(select(database, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void keepsCommittedRowsWhenTheServerIsKilled() throws Exception {
        try (var database = EmbeddedDatabase.start(folder, 0)) {
            execute(database, "CREATE TABLE kept AS SELECT 42 AS answer");
            kill(database.process().orElseThrow());
        }

        try (var database = EmbeddedDatabase.start(folder, 0)) {
            assertThat(select(database, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void startsThoughThePidFileOfAKilledServerNamesALiveStranger() throws Exception {
        try (var database = EmbeddedDatabase.start(folder, 0)) {
            kill(database.process().orElseThrow());
        }
        var pidFile = folder.resolve("cluster/postmaster.pid");
        var lines = Files.readAllLines(pidFile);
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);

        try (var database = EmbeddedDatabase.start(folder, 0)) {
            assertThat(select(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void isDurable() throws Exception {
        try (var database = EmbeddedDatabase.start(folder, 0)) {
            assertThat(select(database, "SHOW fsync")).isEqualTo("on");
            assertThat(select(database, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(select(database, "SHOW full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() throws Exception {
        try (var database = EmbeddedDatabase.start(folder, 0)) {
            var url = database.jdbcUrl();
            var user = database.username();

            assertThatThrownBy(() -> DriverManager.getConnection(url, user, "guessed"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void refusesAFolderThatIsInUse() throws Exception {
        try (var first = EmbeddedDatabase.start(folder, 0)) {
            assertThat(first.process()).isPresent();

            assertThatThrownBy(() -> EmbeddedDatabase.start(folder, 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another process uses the database");
        }
    }

    private static void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        process.onExit().get(30, TimeUnit.SECONDS);
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String select(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
