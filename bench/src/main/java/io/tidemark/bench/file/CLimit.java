package io.tidemark.bench.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The C program that is the limit to compare with. */
record CLimit(Path binary) {
    private static final Pattern CPU = Pattern.compile("\\bcpu=([0-9.]+)");
    private static final int REPEATS = 2; // the first one warms up, the last one counts

    /** Compiles our own with {@code cc -O2}. */
    static CLimit compile(Path folder) throws IOException, InterruptedException {
        var source = Path.of(System.getProperty("tidemark.home", "."), "bench/src/main/c/limit.c");
        var binary = folder.resolve("limit");
        output("cc", "-O2", "-o", binary.toString(), source.toString());
        return new CLimit(binary);
    }

    /** Processor seconds of one pass over the file. */
    double seconds(Path file) throws IOException, InterruptedException {
        var matcher = CPU.matcher(output(binary.toString(), file.toString(), Integer.toString(REPEATS)));
        double last = 0;
        while (matcher.find()) {
            last = Double.parseDouble(matcher.group(1));
        }
        if (last <= 0) {
            throw new IOException("%s does not print cpu=SECONDS".formatted(binary));
        }
        return last;
    }

    private static String output(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("%s failed: %s".formatted(String.join(" ", command), said));
        }
        return said;
    }
}
