package io.tidemark.e2e.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One process of a {@link Pipeline}, kept running as a supervisor would, unless it is told to stay away. What it says goes to a file.
 * Any thread.
 */
final class Member {
    private static final long GRACE_SECONDS = 20;

    private final String name;
    private final List<String> command;
    private final Path log;
    private Process process;
    private boolean wanted;
    private boolean done;
    private int starts;

    Member(String name, List<String> command, Path log) {
        this.name = name;
        this.command = command;
        this.log = log;
    }

    String name() {
        return name;
    }

    /** It is to run from now on. */
    synchronized void start() {
        wanted = true;
        keep();
    }

    /** Starts it again if it has ended without being told to. One that ended with status 0 has done its work. */
    synchronized void keep() {
        if (!wanted || done || process != null && process.isAlive()) {
            return;
        }
        if (process != null && process.exitValue() == 0) {
            done = true;
            return;
        }
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process.getOutputStream().close();
            starts++;
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be started".formatted(name), e);
        }
    }

    /** As {@code kill -9} does; {@link #keep} starts it again. */
    synchronized void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** It ends, and stays away until {@link #start}. */
    synchronized void stop() throws InterruptedException {
        wanted = false;
        if (process == null) {
            return;
        }
        signal("CONT");
        process.destroy();
        if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** Killed, and stays away until {@link #start}. */
    synchronized void killForNow() {
        wanted = false;
        process.destroyForcibly().onExit().join();
    }

    /** It stands still, alive: what it holds expires meanwhile. */
    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private synchronized void signal(String signal) {
        if (process == null || !process.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** It has ended by itself, with its work done. */
    synchronized boolean isDone() {
        return done || wanted && process != null && !process.isAlive() && process.exitValue() == 0;
    }

    /** How often it was started. */
    synchronized int starts() {
        return starts;
    }
}
