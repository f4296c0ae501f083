package io.tidemark.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * One PostgreSQL server on loopback with one database, {@code tidemark}. Its cluster lies in a folder and is there again
 * after a restart, also when the server, or all of us, were killed. It is tuned for bulk writes on a laptop, and durable: fsync
 * and synchronous commits stay on.
 *
 * <p>The server is a session of its own (pg_ctl makes it so): Ctrl-C in a terminal reaches its user, who closes it in order.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String NAME = "tidemark";
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2); // recovery after a crash included

    private final PostgresBinaries binaries;
    private final Path folder;
    private final FileChannel lock;
    private final int port;
    private final String password;

    private EmbeddedDatabase(PostgresBinaries binaries, Path folder, FileChannel lock, int port, String password) {
        this.binaries = binaries;
        this.folder = folder;
        this.lock = lock;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts the server; returns when it takes connections. The first start in a folder makes the cluster there. A server
     * that an earlier owner of the folder left running is stopped first.
     *
     * @param dataDir its own folder, made when absent
     * @param port    on 127.0.0.1; 0: a free one
     * @throws IOException if the folder is used by another process, or the server does not start; the message has its last words
     */
    public static EmbeddedDatabase start(Path dataDir, int port) throws IOException {
        var binaries = PostgresBinaries.unpacked();
        var folder = Files.createDirectories(dataDir.toAbsolutePath());
        var lock = lock(folder);
        try {
            var chosen = port == 0 ? Loopback.freePort() : port;
            var database = new EmbeddedDatabase(binaries, folder, lock, chosen, password(folder));
            database.initialise();
            database.stopLeftOver();
            database.configure();
            database.startServer();
            database.createDatabase();
            return database;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** For JDBC, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s".formatted(Loopback.HOST, port, NAME);
    }

    /** For the Vert.x client, without user and password. */
    public String reactiveUrl() {
        return "postgresql://%s:%d/%s".formatted(Loopback.HOST, port, NAME);
    }

    /** The owner of the cluster. */
    public String username() {
        return NAME;
    }

    /** Made at random with the cluster, kept in its folder, readable by the folder's owner only. */
    public String password() {
        return password;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** The server's main process; empty if it does not run. */
    public Optional<ProcessHandle> process() {
        return postmaster(cluster());
    }

    /** Stops the server: open transactions are rolled back, everything committed is on the disk. */
    @Override
    public void close() {
        try (lock) {
            if (process().isPresent()) {
                run(
                        "stop",
                        "pg_ctl",
                        List.of("stop", "-w", "-m", "fast", "-D", cluster().toString(), "-t", "60"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        }
    }

    private Path cluster() {
        return folder.resolve("cluster");
    }

    private Path serverLog() {
        return folder.resolve("postgresql.log");
    }

    private static FileChannel lock(Path folder) throws IOException {
        var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // held in this JVM: the same answer as when another process holds it
        }
        channel.close();
        throw new IOException("another process uses the database in %s".formatted(folder));
    }

    private static String password(Path folder) throws IOException {
        var file = folder.resolve("password");
        if (!Files.exists(file)) {
            var random = new byte[16];
            new SecureRandom().nextBytes(random);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file);
    }

    /** initdb, into a folder beside that takes its name when it is whole: one that was interrupted starts over. */
    private void initialise() throws IOException {
        if (Files.exists(cluster())) {
            return;
        }
        var partial =
                folder.resolve("cluster.partial-" + ProcessHandle.current().pid());
        run(
                "initdb",
                "initdb",
                List.of(
                        "--pgdata=" + partial,
                        "--username=" + NAME,
                        "--pwfile=" + folder.resolve("password"),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8"));
        Files.move(partial, cluster());
    }

    /**
     * Of a killed owner. The pid file may also name a process that by now is something else: PostgreSQL would take any live
     * process of the same user for a server and refuse to start, so such a file goes away here.
     */
    private void stopLeftOver() throws IOException {
        if (process().isPresent()) {
            run(
                    "stop",
                    "pg_ctl",
                    List.of("stop", "-w", "-m", "fast", "-D", cluster().toString(), "-t", "60"));
        }
        Files.deleteIfExists(cluster().resolve("postmaster.pid"));
    }

    private void configure() throws IOException {
        var include = "include_if_exists = 'tidemark.conf'\n";
        var main = cluster().resolve("postgresql.conf");
        if (!Files.readString(main).contains(include)) {
            Files.writeString(main, include, StandardOpenOption.APPEND);
        }
        Files.writeString(cluster().resolve("tidemark.conf"), """
                # Written at each start of Tidemark. What you add to postgresql.conf below the line that includes this file wins.
                listen_addresses = '%s'
                port = %d
                unix_socket_directories = ''
                max_connections = 40
                shared_buffers = 192MB
                wal_level = minimal           # nobody replicates from here
                max_wal_senders = 0
                wal_buffers = 16MB
                max_wal_size = 2GB            # bulk writes: few checkpoints
                checkpoint_timeout = 15min
                jit = off
                maintenance_work_mem = 128MB
                log_min_messages = warning
                log_checkpoints = off
                log_line_prefix = '%%m [%%p] '
                """.formatted(Loopback.HOST, port));
    }

    private void startServer() throws IOException {
        Files.deleteIfExists(serverLog());
        try {
            run(
                    "start",
                    "pg_ctl",
                    List.of(
                            "start",
                            "-w",
                            "-D",
                            cluster().toString(),
                            "-l",
                            serverLog().toString(),
                            "-t",
                            Long.toString(STARTS_WITHIN.toSeconds())));
        } catch (IOException e) {
            throw new IOException("%s; its log: %s".formatted(e.getMessage(), lastLines(serverLog())), e);
        }
    }

    private void createDatabase() throws IOException {
        var login = new Properties();
        login.setProperty("user", username());
        login.setProperty("password", password);
        var url = "jdbc:postgresql://%s:%d/postgres".formatted(Loopback.HOST, port);
        try (var connection = DriverManager.getConnection(url, login);
                var statement = connection.createStatement()) {
            var present = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '%s'".formatted(NAME));
            if (!present.next()) {
                statement.execute("CREATE DATABASE " + NAME);
            }
        } catch (SQLException e) {
            throw new IOException("PostgreSQL started but refuses us: " + e.getMessage(), e);
        }
    }

    /** Runs one of PostgreSQL's programs to its end. Its output goes to a file, because a server would keep a pipe open. */
    private void run(String what, String program, List<String> arguments) throws IOException {
        var output = folder.resolve(what + ".log");
        var environment = new ProcessBuilder(binaries.command(program, arguments))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        environment.environment().put("LC_ALL", "C");
        try {
            var process = environment.start();
            process.getOutputStream().close();
            if (!process.waitFor(STARTS_WITHIN.toSeconds() + 30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("PostgreSQL's %s does not end".formatted(program));
            }
            if (process.exitValue() != 0) {
                throw new IOException("PostgreSQL's %s failed (exit code %d): %s"
                        .formatted(program, process.exitValue(), lastLines(output)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL's %s ran".formatted(program), e);
        }
    }

    private static String lastLines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "(none)";
        }
        var lines = new ArrayList<>(Files.readAllLines(file));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    /** The live process that the cluster's pid file names, if it is a PostgreSQL. */
    private static Optional<ProcessHandle> postmaster(Path cluster) {
        try {
            var first = Files.readAllLines(cluster.resolve("postmaster.pid")).getFirst();
            return ProcessHandle.of(Long.parseLong(first.strip()))
                    .filter(ProcessHandle::isAlive)
                    .filter(process ->
                            process.info().command().orElse("").endsWith("/postgres") && runsOn(process, cluster));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // no file, or half a one
        }
    }

    private static boolean runsOn(ProcessHandle process, Path cluster) {
        var arguments = process.info().arguments();
        return arguments.isEmpty() || List.of(arguments.get()).contains(cluster.toString());
    }
}
