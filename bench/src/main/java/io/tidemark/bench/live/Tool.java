package io.tidemark.bench.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A program that runs: what it has said, and the processor time it took. */
final class Tool implements AutoCloseable {
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, fixed on Linux
    private static final int PATIENCE = 60; // seconds

    private final Process process;
    private final StringBuffer said = new StringBuffer();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread reader;

    /** @param readyWhen in what it prints */
    Tool(List<String> command, Pattern readyWhen) throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = Thread.ofPlatform().daemon().start(() -> read(readyWhen));
    }

    private void read(Pattern readyWhen) {
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.append(line).append('\n');
                if (readyWhen.matcher(line).find()) {
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            said.append(e.getMessage());
        }
        ready.countDown();
    }

    void awaitReady() throws InterruptedException {
        if (!ready.await(PATIENCE, TimeUnit.SECONDS) || !process.isAlive()) {
            throw new IllegalStateException("it did not start: " + said);
        }
    }

    /** User and system seconds so far (proc(5)); the kernel counts in ns and tells hundredths. */
    double seconds() throws IOException {
        try {
            var line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("it has ended: " + said, e);
        }
    }

    /** Waits until it has nothing more to do: less than 2 % of a processor for half a second. */
    double awaitRest() throws IOException, InterruptedException {
        double before = seconds();
        while (true) {
            TimeUnit.MILLISECONDS.sleep(500);
            double now = seconds();
            if (now - before < 0.015) {
                return now;
            }
            before = now;
        }
    }

    /** Says something to it. */
    void tell(String line) throws IOException {
        var in = process.outputWriter(StandardCharsets.UTF_8);
        in.write(line);
        in.flush();
    }

    /** Waits for its end. */
    String awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it does not end: " + said);
        }
        reader.join();
        return said.toString();
    }

    /** Ends it, ours by the end of its input, the others by SIGTERM. */
    String end(boolean ours) throws IOException, InterruptedException {
        if (ours) {
            process.getOutputStream().close();
        } else {
            process.toHandle().destroy(); // Process.destroy would close what we read
        }
        return awaitEnd();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
