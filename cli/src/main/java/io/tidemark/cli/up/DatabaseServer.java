package io.tidemark.cli.up;

import io.tidemark.cli.process.Console;
import io.tidemark.cli.process.DataDirectory;
import io.tidemark.embedded.EmbeddedDatabase;
import java.io.IOException;

/** The embedded PostgreSQL, kept running: a server that dies is started again on the same port. */
final class DatabaseServer implements AutoCloseable {
    private static final String NAME = "postgresql";

    private final DataDirectory data;
    private final Console console;
    private EmbeddedDatabase database;
    private boolean stopping;

    private DatabaseServer(DataDirectory data, Console console) {
        this.data = data;
        this.console = console;
    }

    static DatabaseServer start(DataDirectory data, Console console) throws IOException {
        var server = new DatabaseServer(data, console);
        server.launch(0);
        return server;
    }

    synchronized DatabaseAccess access() {
        var location = database.jdbcUrl().substring("jdbc:postgresql://".length());
        return new DatabaseAccess(location, database.username(), database.password());
    }

    @Override
    public synchronized void close() throws IOException {
        stopping = true;
        database.close();
        data.ended(NAME);
    }

    private synchronized void launch(int port) throws IOException {
        database = EmbeddedDatabase.start(data.postgresql(), port);
        var process = database.process().orElseThrow(() -> new IOException("PostgreSQL ended as soon as it started"));
        data.running(NAME, process.pid());
        console.detail("%s is process %d".formatted(NAME, process.pid()));
        process.onExit().thenRun(this::startAgain);
    }

    private synchronized void startAgain() {
        if (stopping) {
            return;
        }
        console.say(NAME + " ended; starting it again");
        var port = database.port();
        database.close();
        try {
            launch(port);
        } catch (IOException e) {
            console.say("%s does not start again: %s".formatted(NAME, e.getMessage()));
        }
    }
}
