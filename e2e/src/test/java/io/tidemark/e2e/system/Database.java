package io.tidemark.e2e.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Asks the embedded PostgreSQL itself, found as its files say. */
public final class Database {
    private static final int PORT_LINE = 3; // of postmaster.pid, PostgreSQL's miscadmin.h, LOCK_FILE_LINE_PORT

    private final Path data;

    Database(Path data) {
        this.data = data;
    }

    /** The rows of a query, values as Java has them. */
    public List<List<Object>> query(String sql) throws IOException, SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var rows = new ArrayList<List<Object>>();
            while (result.next()) {
                var row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** The one row of a query of whole numbers. */
    public List<Long> numbers(String sql) throws IOException, SQLException {
        return query(sql).getFirst().stream()
                .map(value -> value == null ? 0L : ((Number) value).longValue())
                .toList();
    }

    private Connection connect() throws IOException, SQLException {
        var pidFile = find("postmaster.pid");
        var port = Files.readAllLines(pidFile).get(PORT_LINE).strip();
        var password = Files.readString(pidFile.getParent().getParent().resolve("password"));
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%s/tidemark".formatted(port), "tidemark", password);
    }

    private Path find(String name) throws IOException {
        try (var files = Files.find(data, 4, (file, attributes) -> file.endsWith(name))) {
            return files.findFirst().orElseThrow(() -> new IOException("no %s under %s".formatted(name, data)));
        }
    }
}
