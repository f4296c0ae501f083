package io.tidemark.bench.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processor seconds of the processes whose ids stand in {@code DIR/NAME.pid}, read from {@code /proc/PID/stat} (proc(5)), with
 * the children they waited for and those that still run. Looks as often as it is told to: of a process that is gone it keeps the last that it saw.
 */
public final class ProcessorTime {
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, fixed on Linux
    private final Path directory;
    private final Map<String, Double> seconds = new TreeMap<>();

    ProcessorTime(Path directory) {
        this.directory = directory;
    }

    void look() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (var files = Files.newDirectoryStream(directory, "*.pid")) {
            for (Path file : files) {
                var name = file.getFileName().toString().replace(".pid", "");
                seconds.merge(name, withDescendants(file), Math::max);
            }
        }
    }

    private static double withDescendants(Path pidFile) throws IOException {
        try {
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            double sum = of(pid);
            for (var child : ProcessHandle.of(pid)
                    .map(ProcessHandle::descendants)
                    .orElseGet(Stream::empty)
                    .toList()) {
                sum += of(child.pid());
            }
            return sum;
        } catch (NoSuchFileException | NumberFormatException e) {
            return 0; // it ended, or is just being written
        }
    }

    Map<String, Double> seconds() {
        return seconds;
    }

    /** Processor seconds of a process that runs; 0 if there is none. */
    public static double of(long pid) throws IOException {
        var stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.exists(stat)) {
            return 0;
        }
        try {
            var line = Files.readString(stat);
            var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int field = 11; field <= 14; field++) { // utime, stime, cutime, cstime
                ticks += Long.parseLong(fields[field]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (NoSuchFileException e) {
            return 0; // it ended between the two lines
        }
    }
}
