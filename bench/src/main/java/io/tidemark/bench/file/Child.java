package io.tidemark.bench.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A program run from start to end. Processor seconds, user and system, are what bash's {@code time} tells: those of the program
 * and of all it waited for. The resident set is the largest sum over its processes that was seen, looked at every 10 ms.
 *
 * @param status 0: well
 */
record Child(double cpuSeconds, double seconds, long residentBytes, int status, String said) {
    private static final Pattern TIMES = Pattern.compile("tidemark-bench ([0-9.]+) ([0-9.]+) ([0-9.]+)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    static Child run(List<String> command, Path folder) throws IOException, InterruptedException {
        var bash = new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='tidemark-bench %U %S %R'; time \"$@\"", "bash"));
        bash.addAll(command);
        Path said = Files.createTempFile(folder, "said", ".txt");
        var process = new ProcessBuilder(bash)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        long largest = 0;
        while (!process.waitFor(10, TimeUnit.MILLISECONDS)) {
            largest = Math.max(largest, resident(process));
        }
        var text = new String(Files.readAllBytes(said), StandardCharsets.ISO_8859_1);
        Files.delete(said);
        var times = TIMES.matcher(text);
        if (!times.find()) {
            throw new IOException("no times of %s: %s".formatted(command, text));
        }
        return new Child(
                Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2)),
                Double.parseDouble(times.group(3)),
                largest,
                process.exitValue(),
                text);
    }

    private static long resident(Process process) {
        return process.descendants().mapToLong(child -> resident(child.pid())).sum();
    }

    private static long resident(long pid) {
        try {
            var matcher = RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
        } catch (IOException e) {
            return 0; // it has just ended
        }
    }
}
