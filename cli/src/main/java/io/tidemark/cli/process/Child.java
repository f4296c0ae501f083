package io.tidemark.cli.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A program kept running: what dies is started again, at once the first time, then after a growing pause, for ever. Only a
 * program that dies three times before it was ever ready is given up, because then something is wrong with how it is started.
 */
public final class Child {
    private static final int TRIES_BEFORE_READY = 3;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final Duration STEADY = Duration.ofSeconds(60); // who ran as long starts with a clean slate

    private final Program program;
    private final DataDirectory data;
    private final Console console;
    private final Thread keeper;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<Integer> done = new CompletableFuture<>();
    private volatile Process process;
    private Thread logWriter;
    private volatile boolean wasReady;

    private Child(Program program, DataDirectory data, Console console) {
        this.program = program;
        this.data = data;
        this.console = console;
        this.keeper =
                Thread.ofPlatform().daemon().name("keeper-" + program.name()).unstarted(this::keep);
    }

    /** Starts the program and returns at once. */
    public static Child start(Program program, DataDirectory data, Console console) throws IOException {
        var log = data.logOf(program.name());
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        var child = new Child(program, data, console);
        child.process = child.launch();
        child.keeper.start();
        return child;
    }

    public String name() {
        return program.name();
    }

    /** Of the process that runs now, or ran last. */
    public long pid() {
        return process.pid();
    }

    /**
     * Waits until the program can be used, or has done its work.
     *
     * @throws IOException if it was given up; the message holds its last words
     */
    public void awaitReady() throws IOException, InterruptedException {
        while (!done.isDone() && !asksReady()) {
            if (stopping.await(200, TimeUnit.MILLISECONDS)) {
                throw new IOException(name() + " is being stopped");
            }
        }
        if (done.isCompletedExceptionally()) {
            awaitDone();
        }
        wasReady = true;
    }

    /**
     * Waits until the program has said by its exit code that its work is done.
     *
     * @return that exit code
     * @throws IOException if it was given up, or stopped
     */
    public int awaitDone() throws IOException, InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Ends the program in order (SIGTERM), by force when it has not ended after this time. It is not started again. */
    public void stop(Duration patience) throws InterruptedException {
        stopping.countDown();
        var running = process;
        running.toHandle().destroy(); // Process.destroy() would cut off its last words
        if (!running.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            console.say("%s does not end; killing it (process %d)".formatted(name(), running.pid()));
            running.destroyForcibly().waitFor();
        }
        keeper.join();
    }

    private boolean asksReady() throws InterruptedException {
        try {
            return program.ready().ask();
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    /** On the keeper's thread, as long as the program is wanted. */
    private void keep() {
        try {
            var failures = 0;
            while (true) {
                var started = System.nanoTime();
                var code = process.waitFor();
                logWriter.join();
                data.ended(name());
                if (stopping.getCount() == 0) {
                    done.completeExceptionally(new IOException(name() + " was stopped"));
                    return;
                }
                if (program.done().contains(code)) {
                    done.complete(code);
                    return;
                }
                failures = System.nanoTime() - started > STEADY.toNanos() ? 1 : failures + 1;
                if (!wasReady && failures == TRIES_BEFORE_READY) {
                    throw new IOException("%s %s %d times and never became ready. Its last words (%s):%n%s"
                            .formatted(name(), howItEnded(code), failures, data.logOf(name()), lastWords()));
                }
                if (!startAgain(code, failures)) {
                    return;
                }
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            done.completeExceptionally(e); // whoever waits for it throws it on
        }
    }

    /** False: it is not wanted any more. */
    private boolean startAgain(int code, int failures) throws IOException, InterruptedException {
        var pause = failures == 1
                ? Duration.ZERO
                : Duration.ofSeconds(Math.min(1L << Math.min(failures - 2, 10), LONGEST_PAUSE.toSeconds()));
        console.say("%s %s; starting it again%s"
                .formatted(name(), howItEnded(code), pause.isZero() ? "" : " in " + pause.toSeconds() + " s"));
        if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            done.completeExceptionally(new IOException(name() + " was stopped"));
            return false;
        }
        process = launch();
        if (stopping.getCount() == 0) {
            process.destroyForcibly(); // stop() saw the one before
        }
        return true;
    }

    private Process launch() throws IOException {
        var builder = new ProcessBuilder(program.commandLine(data))
                .directory(data.folder().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        builder.environment()
                .putIfAbsent("MALLOC_ARENA_MAX", "1"); // else glibc keeps some 15 MB more for a JVM's threads
        var started = builder.start();
        data.running(name(), started.pid());
        console.detail("%s is process %d".formatted(name(), started.pid()));
        var log = new ServiceLog(name(), data.logOf(name()), console, () -> stopping.getCount() == 0);
        logWriter = Thread.ofPlatform().daemon().name("log-" + name()).start(() -> log.copy(started.getInputStream()));
        return started;
    }

    private static String howItEnded(int code) {
        return code > 128 ? "was ended by signal %d".formatted(code - 128) : "ended with exit code %d".formatted(code);
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(data.logOf(name()));
            return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
