package io.tidemark.bench.aggregator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** JVMs of this one's kind, on chosen processor cores. */
final class Jvm {
    private Jvm() {}

    /**
     * Starts one; what it says goes to the log.
     *
     * @param cores by number, as {@link #cores} gives them; none: all that there are
     */
    static Process start(List<String> cores, List<String> arguments, Path log) throws IOException {
        var command = new ArrayList<String>();
        if (!cores.isEmpty()) {
            command.addAll(List.of("taskset", "-c", String.join(",", cores)));
        }
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "1"); // as ./tidemark up and the images have it
        return builder.start();
    }

    /** The numbers of so many cores, after the first few. */
    static List<String> cores(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(Integer::toString).toList();
    }

    /**
     * What runs the packaged aggregator-service as {@code ./tidemark up} does: its own JVM options, and its AOT cache.
     *
     * @param further JVM arguments and settings
     */
    static List<String> aggregator(Path home, String servers, List<String> further) {
        var command = new ArrayList<String>();
        command.add("@" + home.resolve("aggregator-service/src/main/jvm/java.options"));
        command.add("-Xmx1g");
        var cache = home.resolve("target/aot")
                .resolve(System.getProperty("java.runtime.version"))
                .resolve("aggregator.aot");
        if (Files.exists(cache)) {
            command.addAll(List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on"));
        }
        command.addAll(further);
        command.add("-Dkafka.bootstrap.servers=" + servers);
        command.add("-jar");
        command.add(home.resolve("aggregator-service/target/quarkus-app/quarkus-run.jar")
                .toString());
        return command;
    }
}
