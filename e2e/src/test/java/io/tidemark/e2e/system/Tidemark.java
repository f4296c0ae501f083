package io.tidemark.e2e.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * The {@code tidemark} command in a process of its own, as the launcher script starts it, on a data directory and a port of
 * its own. Its output goes to files beside the data directory. Closing interrupts it like Ctrl-C and waits for its end.
 */
public final class Tidemark implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(60);

    /**
     * What a shell starts in the background is deaf to SIGINT, and so are its children, JVMs too. GNU's env makes them hear it
     * as they do in a terminal; one that cannot is left out.
     */
    private static final List<String> DEFAULT_INTERRUPT = defaultInterrupt();

    private final Process process;
    private final Path folder;
    private final int port;

    private Tidemark(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** An empty folder under target for one test's system: data, logs, output. */
    public static Path freshFolder(String name) throws IOException {
        var folder = House.target().resolve("runs").resolve(name);
        delete(folder);
        return Files.createDirectories(folder);
    }

    /**
     * Starts a command that takes {@code --port} and {@code --data-dir}.
     *
     * @param folder    what it keeps lies in its {@code data}
     * @param arguments the command and its options
     */
    public static Tidemark start(Path folder, List<String> arguments) throws IOException {
        return start(folder, List.of(), arguments);
    }

    /** As {@link #start(Path, List)}, behind another command, such as {@code ip netns exec NAME}. */
    public static Tidemark start(Path folder, List<String> prefix, List<String> arguments) throws IOException {
        int port = freePort();
        Files.deleteIfExists(folder.resolve("err.txt")); // of a run before
        var command = new ArrayList<>(prefix);
        command.addAll(DEFAULT_INTERRUPT);
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of(
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dtidemark.home=" + House.root(),
                "-cp",
                House.root().resolve("cli/target/lib") + "/*",
                "io.tidemark.cli.Tidemark"));
        command.addAll(arguments);
        command.addAll(List.of(
                "--port",
                Integer.toString(port),
                "--data-dir",
                folder.resolve("data").toString()));
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("out.txt").toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("err.txt").toFile()))
                .start();
        process.getOutputStream().close();
        return new Tidemark(process, folder, port);
    }

    /** {@code up} with these captures at full speed, and what else is given. */
    public static List<String> replay(List<Path> captures, String... more) {
        var arguments = new ArrayList<>(List.of("up", "--speed", "max"));
        captures.forEach(capture -> arguments.addAll(List.of("--capture", capture.toString())));
        arguments.addAll(List.of(more));
        return arguments;
    }

    public URI page() {
        return URI.create("http://127.0.0.1:%d/".formatted(port));
    }

    public Answers answers() {
        return new Answers(page());
    }

    public Database database() {
        return new Database(data());
    }

    public Path data() {
        return folder.resolve("data");
    }

    /** Waits until query-service says that it is ready. */
    public Tidemark awaitReady() {
        Wait.until(
                "query-service to be ready, %s".formatted(folder),
                STARTS_WITHIN,
                () -> alive() ? answers().get("/q/health/ready").path("status").asText() : dead(),
                "UP"::equals);
        return this;
    }

    /** Waits until it says that everything runs: also that the source of the capture-service is open. */
    public Tidemark awaitOpen() {
        Wait.until(
                "tidemark to say where its page is, %s".formatted(folder),
                STARTS_WITHIN,
                () -> alive() ? errors() : dead(),
                said -> said.contains("Open http://"));
        return this;
    }

    /** host:port of the broker, as the services were told; waits for it. */
    public String broker() {
        return Wait.until(
                "the broker's address",
                STARTS_WITHIN,
                () -> {
                    var settings = new Properties();
                    try (var in = Files.newBufferedReader(data().resolve("run/capture.properties"))) {
                        settings.load(in);
                    }
                    return settings.getProperty("kafka.bootstrap.servers", "");
                },
                address -> !address.isEmpty());
    }

    /** Process id of one of its services, as the supervisor wrote it; another one after a restart. */
    public long pid(String service) throws IOException {
        return Long.parseLong(Files.readString(data().resolve("run").resolve(service + ".pid"))
                .strip());
    }

    /** Waits for its end by itself, and gives its exit status. */
    public int awaitExit(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("tidemark has not ended within %s, see %s".formatted(atMost, folder));
        }
        return process.exitValue();
    }

    /** The last line on its standard output, as JSON. */
    public JsonNode lastLine() throws IOException {
        var lines = Files.readAllLines(folder.resolve("out.txt"));
        if (lines.isEmpty()) {
            throw new AssertionError("tidemark has said nothing, see %s".formatted(folder));
        }
        return Answers.parse(lines.getLast());
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** What it said on standard error. */
    public String errors() throws IOException {
        return Files.readString(folder.resolve("err.txt"));
    }

    @Override
    public void close() throws IOException {
        var children = process.descendants().toList();
        if (process.isAlive()) {
            interrupt();
        }
        try {
            if (process.waitFor(STOPS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            children.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        }
        throw new AssertionError("tidemark has not stopped within %s, see %s".formatted(STOPS_WITHIN, folder));
    }

    /** SIGINT, which Java has no call for. */
    private void interrupt() throws IOException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    }

    private String dead() throws IOException {
        throw new AssertionError("tidemark ended with status %d:%n%s".formatted(process.exitValue(), errors()));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static List<String> defaultInterrupt() {
        var command = List.of("env", "--default-signal=INT");
        try {
            var tried = new ArrayList<>(command);
            tried.add("true");
            return new ProcessBuilder(tried).start().waitFor() == 0 ? command : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
