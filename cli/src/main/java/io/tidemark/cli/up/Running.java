package io.tidemark.cli.up;

import io.tidemark.cli.process.Console;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/**
 * A system for as long as this command runs: stopped in order when the command is done, and when the process is told to end
 * (Ctrl-C, SIGTERM).
 */
public final class Running implements AutoCloseable {
    private final LocalSystem system;
    private final Console console;
    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread onSignal;

    /** Nothing runs before {@link #start}. */
    public Running(LocalSystem system, Console console) {
        this.system = system;
        this.console = console;
        this.onSignal = Thread.ofPlatform().name("stop").unstarted(this::stopOnSignal);
    }

    /** @throws IOException if something does not start */
    public void start() throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(onSignal);
        system.start();
    }

    public LocalSystem system() {
        return system;
    }

    /** Waits for Ctrl-C. Never returns of itself: the process ends with what stopped it. */
    public int untilTold() throws InterruptedException {
        told.await();
        return 0;
    }

    /** True once the process is being ended from outside: what fails then fails for that. */
    public boolean isTold() {
        return told.getCount() == 0;
    }

    @Override
    public void close() throws IOException {
        system.close();
        if (!isTold()) {
            try {
                Runtime.getRuntime().removeShutdownHook(onSignal);
            } catch (IllegalStateException e) {
                // told just now: the hook runs, and finds everything stopped
            }
        }
    }

    private void stopOnSignal() {
        told.countDown();
        try {
            console.say("Stopping: capture, aggregator, query, PostgreSQL, Kafka.");
            system.close();
            console.say("Stopped.");
            system.trainLater();
        } catch (IOException e) {
            console.say("Not everything stopped as it should: " + e.getMessage());
        }
    }
}
