package io.tidemark.bench.store;

import io.tidemark.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The same statement again and again by so many clients: pgbench where there is one, else a client of ours over JDBC. */
final class BareClient {
    /** Those of the service, io.tidemark.query.range.Statements. */
    private static final String SETTINGS = "-c work_mem=16MB -c jit=off";

    private final EmbeddedDatabase database;
    private final Path folder;
    private final boolean pgbench;

    BareClient(EmbeddedDatabase database, Path folder) {
        this.database = database;
        this.folder = folder;
        this.pgbench = isThere();
    }

    String name() {
        return pgbench ? "pgbench" : "JDBC";
    }

    private static boolean isThere() {
        try {
            return new ProcessBuilder("pgbench", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Load ask(String sql, int users, double seconds) throws Exception {
        return pgbench ? pgbench(sql, users, seconds) : jdbc(sql, users, seconds);
    }

    private Load pgbench(String sql, int users, double seconds) throws IOException, InterruptedException {
        var script = Files.writeString(folder.resolve("question.sql"), sql.replace('\n', ' ') + ";\n");
        var prefix = folder.resolve("pgbench-log");
        var process = new ProcessBuilder(
                        "pgbench",
                        "--no-vacuum",
                        "--client",
                        Integer.toString(users),
                        "--jobs",
                        "1",
                        "--time",
                        Long.toString(Math.max(1, Math.round(seconds))),
                        "--file",
                        script.toString(),
                        "--log",
                        "--log-prefix",
                        prefix.toString(),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(database.port()),
                        "--username",
                        database.username(),
                        "tidemark")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("pgbench.out").toFile());
        process.environment().putAll(Map.of("PGPASSWORD", database.password(), "PGOPTIONS", SETTINGS));
        if (process.start().waitFor() != 0) {
            throw new IllegalStateException("pgbench failed: " + Files.readString(folder.resolve("pgbench.out")));
        }
        var millis = new ArrayList<Double>();
        try (var logs = Files.newDirectoryStream(folder, "pgbench-log.*")) {
            for (var log : logs) {
                for (var line : Files.readAllLines(log)) {
                    millis.add(Double.parseDouble(line.split(" ")[2]) / 1e3); // client, number, microseconds, ...
                }
                Files.delete(log);
            }
        }
        return Load.of(millis);
    }

    private Load jdbc(String sql, int users, double seconds) throws Exception {
        var connections = new ConcurrentLinkedQueue<Connection>();
        for (int i = 0; i < users; i++) {
            var properties = new Properties();
            properties.putAll(
                    Map.of("user", database.username(), "password", database.password(), "options", SETTINGS));
            connections.add(DriverManager.getConnection(database.jdbcUrl(), properties));
        }
        try {
            Callable<Boolean> question = () -> {
                var connection = connections.remove();
                try (var statement = connection.createStatement()) {
                    return statement.execute(sql);
                } finally {
                    connections.add(connection);
                }
            };
            return Load.of(Collections.nCopies(users, question), seconds);
        } finally {
            for (var connection : List.copyOf(connections)) {
                connection.close();
            }
        }
    }
}
