package io.tidemark.cli.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The folder that one running system keeps its state in, and nobody else meanwhile: {@code kafka}, {@code postgresql},
 * {@code logs/NAME.log}, {@code run/NAME.pid} and {@code run/NAME.properties}.
 */
public final class DataDirectory implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Path folder;
    private final FileChannel lock;

    private DataDirectory(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Where it is when nobody says: {@code $XDG_DATA_HOME/tidemark}, else {@code ~/.tidemark}. */
    public static Path byDefault() {
        var configured = System.getenv("XDG_DATA_HOME");
        return configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".tidemark")
                : Path.of(configured, "tidemark");
    }

    /**
     * Takes the folder, making it when absent.
     *
     * @throws IOException if it cannot be written, or another process has it; the message says which
     */
    public static DataDirectory open(Path folder) throws IOException {
        var absolute = folder.toAbsolutePath().normalize();
        for (var inside : List.of("logs", "run")) {
            Files.createDirectories(absolute.resolve(inside));
        }
        return new DataDirectory(absolute, lock(absolute));
    }

    /** The folder, absolute. */
    public Path folder() {
        return folder;
    }

    /** What Kafka keeps. */
    public Path kafka() {
        return folder.resolve("kafka");
    }

    /** What PostgreSQL keeps. */
    public Path postgresql() {
        return folder.resolve("postgresql");
    }

    /** What a program prints. */
    public Path logOf(String program) {
        return folder.resolve("logs").resolve(program + ".log");
    }

    /** What a program is told by file. */
    public Path propertiesOf(String program) {
        return folder.resolve("run").resolve(program + ".properties");
    }

    /** A program's process id, in decimal; absent while it does not run. */
    public Path pidOf(String program) {
        return folder.resolve("run").resolve(program + ".pid");
    }

    /** The argument by which a process of ours is known. */
    String mark() {
        return "-Dtidemark.data=" + folder;
    }

    /** Notes that a program runs. */
    public void running(String program, long pid) throws IOException {
        Files.writeString(pidOf(program), pid + "\n");
    }

    /** Notes that a program has ended. */
    public void ended(String program) throws IOException {
        Files.deleteIfExists(pidOf(program));
    }

    /**
     * Ends what a killed predecessor left running here. Only processes that bear this folder's mark are touched: a process id
     * may by now be somebody else's.
     *
     * @return the names of what was ended
     */
    public List<String> reclaim() throws IOException, InterruptedException {
        List<Path> files;
        try (Stream<Path> run = Files.list(folder.resolve("run"))) {
            files = run.filter(file -> file.toString().endsWith(".pid")).toList();
        }
        var left = files.stream()
                .filter(file -> processIn(file).filter(this::isOurs).isPresent())
                .toList();
        for (var file : left) {
            processIn(file).ifPresent(ProcessHandle::destroy);
        }
        for (var file : left) {
            var process = processIn(file);
            if (process.isPresent()) {
                awaitEnd(process.get());
            }
        }
        for (var file : files) {
            Files.deleteIfExists(file);
        }
        return left.stream()
                .map(file -> file.getFileName().toString().replace(".pid", ""))
                .toList();
    }

    /** Deletes the folder and all that is in it. */
    public void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Leaves the folder to others. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static FileChannel lock(Path folder) throws IOException {
        var channel = FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(
                        Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // by this very process: the same answer
        }
        channel.close();
        throw new IOException("%s is in use by another tidemark (process %s); give this one a --data-dir of its own"
                .formatted(folder, Files.readString(folder.resolve("lock"))));
    }

    private static Optional<ProcessHandle> processIn(Path pidFile) {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                    .filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty(); // half a file tells of no process
        }
    }

    private boolean isOurs(ProcessHandle process) {
        return argumentsOf(process).contains(mark());
    }

    /** ProcessHandle knows none when they are longer than 4 KiB; Linux's /proc knows them all. */
    private static List<String> argumentsOf(ProcessHandle process) {
        try {
            return List.of(Files.readString(Path.of("/proc/%d/cmdline".formatted(process.pid())))
                    .split("\0"));
        } catch (IOException e) {
            return process.info().arguments().map(List::of).orElse(List.of());
        }
    }

    private static void awaitEnd(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
