package io.tidemark.bench.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has in memory, as Linux counts it (proc(5)), in MiB.
 *
 * @param all       VmRSS
 * @param anonymous RssAnon: its own; heap, metaspace, malloc, what it has changed of mapped files
 * @param files     RssFile: pages of mapped files, which the kernel takes back when it wants and shares with others
 */
public record Resident(double all, double anonymous, double files) {
    private static final double KIB_PER_MIB = 1024;

    /** @throws IOException if there is no such process */
    public static Resident of(long pid) throws IOException {
        double all = 0;
        double anonymous = 0;
        double files = 0;
        for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            switch (line.split(":")[0]) {
                case "VmRSS" -> all = mebibytes(line);
                case "RssAnon" -> anonymous = mebibytes(line);
                case "RssFile" -> files = mebibytes(line);
                default -> {
                    // something else
                }
            }
        }
        return new Resident(all, anonymous, files);
    }

    /** Its part of the pages it shares counted only (Pss): what would be free without it. */
    public static double proportional(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")).stream()
                .filter(line -> line.startsWith("Pss:"))
                .mapToDouble(Resident::mebibytes)
                .sum();
    }

    private static double mebibytes(String line) {
        return Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB;
    }
}
