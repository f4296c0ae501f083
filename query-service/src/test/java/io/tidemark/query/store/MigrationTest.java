package io.tidemark.query.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of an earlier version, with what is in it, is brought to this one's form. */
class MigrationTest {
    private static final String DAY = "timestamptz '2026-05-01T00:00:00Z'";
    private static final String NEXT_DAY = "timestamptz '2026-05-02T00:00:00Z'";

    @TempDir
    Path folder;

    @Test
    void daysOfTheFirstVersionKeepTheirRowsAndTakeWhatCameLater() throws IOException, SQLException {
        try (var database = EmbeddedDatabase.start(folder, 0);
                var connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password())) {
            flyway(database, "1").migrate();
            run(connection, "SELECT create_time_partition(%s)".formatted(DAY));
            run(connection, """
                    INSERT INTO conversation VALUES (%s, 'live', 0, 0, '10.0.0.1', '10.0.0.2', 443, 6, false,
                        1, 2, 3, 4, 5, 6, 7, 8, 9, 10)""".formatted(DAY));

            flyway(database, "latest").migrate();
            run(connection, "SELECT create_time_partition(%s)".formatted(NEXT_DAY));
            for (var day : new String[] {DAY, NEXT_DAY}) {
                run(
                        connection,
                        "INSERT INTO endpoint VALUES (%s, 7, '', '', '', '', '', '', '', 'office', '', 0, '')"
                                .formatted(day));
                run(connection, """
                        INSERT INTO workload_pair VALUES (%s, 'live', 0, 0, 7, 0, 6, 443, false,
                            1, 2, 3, 4, 5, 6, 7, 8, 9, 10)""".formatted(day));
            }

            assertThat(text(connection, "SELECT c::text FROM conversation c"))
                    .endsWith(",443,6,f,1,2,3,4,5,6,7,8,9,10,0,0,0,\"\")");
            assertThat(text(
                            connection,
                            "SELECT count(*) FROM workload_pair JOIN endpoint ON id = client AND day = window_start"))
                    .isEqualTo("2");
            assertThat(text(connection, "SELECT drop_time_partition(%s)".formatted(DAY)))
                    .isEqualTo("t");
            assertThat(text(connection, "SELECT count(*) FROM workload_pair")).isEqualTo("1");
            assertThat(text(connection, "SELECT count(*) FROM endpoint")).isEqualTo("1");
        }
    }

    private static Flyway flyway(EmbeddedDatabase database, String target) {
        return Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .target(target)
                .load();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
