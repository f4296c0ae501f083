package io.tidemark.query.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store of any earlier version, with what is in it, is brought to this one's form. */
class MigrationTest {
    private static final String DAY = "timestamptz '2026-05-01T00:00:00Z'";
    private static final String NEXT_DAY = "timestamptz '2026-05-02T00:00:00Z'";
    private static final String KEY = DAY + ", 'live', 0, 0";
    private static final String TOTALS = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10";

    @TempDir
    Path folder;

    private EmbeddedDatabase database;
    private Connection connection;

    @BeforeEach
    void anEmptyStore() throws IOException, SQLException {
        database = EmbeddedDatabase.start(folder, 0);
        connection = DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    }

    @AfterEach
    void itGoes() throws SQLException {
        connection.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3"})
    void aDayOfAnEarlierVersionKeepsItsRowsAndTakesWhatComesNow(String version) throws SQLException {
        flyway(version).migrate();
        run("SELECT create_time_partition(%s)".formatted(DAY));
        rows();

        flyway("latest").migrate();
        run("SELECT create_time_partition('10s', %s), create_time_partition('names', %s)"
                .formatted(NEXT_DAY, NEXT_DAY));
        for (var day : new String[] {DAY, NEXT_DAY}) {
            run("INSERT INTO endpoint VALUES (%s, 7, '', '', '', '', '', '', '', 'office', '', 0, '')".formatted(day));
            run("INSERT INTO workload_pair VALUES (%s, 'live', 0, 0, 7, 0, 6, 443, false, %s)".formatted(day, TOTALS));
        }

        assertThat(text("SELECT c::text FROM conversation c")).endsWith(",443,6,f,1,2,3,4,5,6,7,8,9,10,0,0,0,\"\")");
        assertThat(text("SELECT a::text FROM application a")).endsWith(",6,443,f,1,2,3,4,5,6,7,8,9,10,,)");
        for (var table : new String[] {"closed_window", "missing_node", "node_total", "ledger", "ledger_drop"}) {
            assertThat(text("SELECT count(*) FROM " + table)).as(table).isEqualTo("1");
        }
        assertThat(text("SELECT count(*) FROM workload_pair JOIN endpoint ON id = client AND day = window_start"))
                .isEqualTo("2");
        assertThat(text("SELECT string_agg(resolution, ' ' ORDER BY resolution) FROM time_partition WHERE starts = "
                        + DAY))
                .isEqualTo("10s names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3"})
    void whatAnEarlierVersionWroteIsStillToBeSummedUpAndIsNotDroppedBefore(String version) throws SQLException {
        flyway(version).migrate();
        run("SELECT create_time_partition(%s)".formatted(DAY));
        rows();

        flyway("latest").migrate();

        assertThat(text("SELECT p.resolution || ' ' || (p.bucket = %s) || ' ' || p.window_group FROM rollup_pending p"
                        .formatted(DAY)))
                .isEqualTo("1m true live");
        assertThat(text("SELECT source || ' ' || windows FROM source")).isEqualTo("live 1");
        assertThat(text("SELECT drop_time_partition('10s', %s)".formatted(DAY))).isEqualTo("f");
        run("DELETE FROM rollup_pending");
        assertThat(text("SELECT drop_time_partition('10s', %s)".formatted(DAY))).isEqualTo("t");
        assertThat(text("SELECT count(*) FROM conversation")).isEqualTo("0");
        assertThat(text("SELECT resolution || ' ' || window_group FROM settled"))
                .isEqualTo("10s live");
    }

    @Test
    void namesOfVersion4AreKnownByTheirNamespaces() throws SQLException {
        flyway("4").migrate();
        run("SELECT create_time_partition('names', %s), create_time_partition('names', %s)".formatted(DAY, NEXT_DAY));
        for (var day : new String[] {DAY, NEXT_DAY}) {
            run("INSERT INTO endpoint VALUES (%s, 7, 'shop', '', '', '', '', '', '', '', '', 0, '')".formatted(day));
        }

        flyway("latest").migrate();
        run("INSERT INTO endpoint VALUES (%s, 8, 'pay', '', '', '', '', '', '', '', '', 0, '')".formatted(DAY));

        assertThat(text("SELECT string_agg(namespace || ' ' || id, ', ' ORDER BY id) FROM endpoint_namespace"))
                .isEqualTo("shop 7, pay 8");
        run("SELECT drop_time_partition('names', %s)".formatted(DAY));
        assertThat(text("SELECT string_agg(namespace || ' ' || id, ', ' ORDER BY id) FROM endpoint_namespace"))
                .isEqualTo("shop 7");
    }

    @Test
    void whatVersion7SummedUpIsSummedUpOverTenMinutesAndSixHoursToo() throws SQLException {
        flyway("7").migrate();
        var minute = "'live', 6, true, 1, 1, '10 s', %s, %s, %s, now(), '{}'".formatted(DAY, DAY, NEXT_DAY);
        run("SELECT create_time_partition('1m', %s), create_time_partition('1h', %s)".formatted(DAY, DAY));
        run("INSERT INTO coverage_1m SELECT %s + interval '1 minute' * n, %s FROM generate_series(0, 19) n"
                .formatted(DAY, minute));
        run("INSERT INTO coverage_1h SELECT %s + interval '1 hour' * n, %s FROM generate_series(0, 6) n"
                .formatted(DAY, minute));
        run("INSERT INTO settled SELECT r, %s - interval '1 day', %s, 'live' FROM unnest('{10s,1m}'::text[]) r"
                .formatted(DAY, DAY));

        flyway("latest").migrate();

        assertThat(text(
                        "SELECT string_agg(resolution || ' ' || bucket - %s, ', ' ORDER BY resolution, bucket) FROM rollup_pending"
                                .formatted(DAY)))
                .isEqualTo("10m 00:00:00, 10m 00:10:00, 6h 00:00:00, 6h 06:00:00");
        assertThat(text("SELECT string_agg(resolution, ' ' ORDER BY resolution) FROM settled"))
                .as("of what was dropped already there are no ten minutes")
                .isEqualTo("10m 10s 1m");
        assertThat(text("SELECT drop_time_partition('1m', %s)".formatted(DAY)))
                .as("it is still to be summed up")
                .isEqualTo("f");
    }

    @Test
    void minutesThatAProcessOfVersion7ComputesMarkTheirTenMinutes() throws SQLException {
        flyway("latest").migrate();
        run("SELECT create_time_partition('1m', %s)".formatted(DAY));

        run(
                "INSERT INTO coverage_1m VALUES (%s + interval '25 minutes', 'live', 6, true, 1, 1, '10 s', %s, %s, %s, now(), '{}')"
                        .formatted(DAY, DAY, DAY, DAY));
        run("DELETE FROM coverage_1m");

        assertThat(text(
                        "SELECT string_agg(resolution || ' ' || bucket - %s, ', ' ORDER BY resolution, bucket) FROM rollup_pending"
                                .formatted(DAY)))
                .isEqualTo("10m 00:20:00, 10m 00:20:00, 1h 00:00:00, 1h 00:00:00");
    }

    @Test
    void whatVersion8SummedUpIsFoundByAddressesFromNowOn() throws SQLException {
        flyway("8").migrate();
        run("SELECT create_time_partition('1m', %s)".formatted(DAY));

        flyway("latest").migrate();
        run("SELECT create_time_partition('1m', %s)".formatted(NEXT_DAY));

        for (var partition : new String[] {"conversation_1m_20260501", "conversation_1m_20260502"}) {
            assertThat(text(
                            "SELECT string_agg(substring(indexdef from '\\(.*'), ' ' ORDER BY indexdef) FROM pg_indexes WHERE tablename = '%s'"
                                    .formatted(partition)))
                    .isEqualTo("(window_start, client, server) (window_start, server) (window_start, window_group)");
        }
    }

    @Test
    void partitionsOfHoursAreMonths() throws SQLException {
        flyway("latest").migrate();

        run("SELECT create_time_partition('1h', timestamptz '2026-12-31T23:59:59Z')");

        assertThat(text(
                        "SELECT (ends = timestamptz '2027-01-01T00:00:00Z') || ' ' || to_regclass('application_1h_20261201')"
                                + " FROM time_partition WHERE resolution = '1h'"))
                .isEqualTo("true application_1h_20261201");
        assertThat(text("SELECT create_time_partition('1h', timestamptz '2026-12-01T00:00:00Z')"))
                .isEqualTo("f");
    }

    /** What version 1 wrote; later versions have further columns, with defaults. */
    private void rows() throws SQLException {
        run("INSERT INTO closed_window VALUES (%s, %s + interval '10 s', false, now(), true)".formatted(KEY, DAY));
        run("INSERT INTO missing_node VALUES (%s, 'node-b')".formatted(KEY));
        run("INSERT INTO node_total VALUES (%s, 'node-a', %s, 1, 2, 3)".formatted(KEY, TOTALS));
        run("INSERT INTO ledger VALUES (%s, 'node-a', 'eth0', 1, 2, 3, 4)".formatted(KEY));
        run("INSERT INTO ledger_drop VALUES (%s, 'node-a', 'eth0', 'not_ip', 1, 2)".formatted(KEY));
        run("INSERT INTO application VALUES (%s, 6, 443, false, %s)".formatted(KEY, TOTALS));
        run("INSERT INTO conversation VALUES (%s, '10.0.0.1', '10.0.0.2', 443, 6, false, %s)".formatted(KEY, TOTALS));
    }

    private Flyway flyway(String target) {
        return Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .target(target)
                .load();
    }

    private void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
