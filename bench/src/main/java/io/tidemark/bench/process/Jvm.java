package io.tidemark.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** JVMs of this one's kind. */
public final class Jvm {
    private static final Path HOME = Path.of(System.getProperty("tidemark.home", "."));

    private Jvm() {}

    /** Starts one; what it says goes to the log. */
    public static Process start(List<String> arguments, Path log) throws IOException {
        return start(List.of(), arguments, log);
    }

    /**
     * Starts one on chosen processor cores.
     *
     * @param cores by number, as {@link #cores} gives them; none: all that there are
     */
    public static Process start(List<String> cores, List<String> arguments, Path log) throws IOException {
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
    public static List<String> cores(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(Integer::toString).toList();
    }

    /**
     * The arguments that run a packaged service as {@code ./tidemark up} does: with its own JVM options, and its AOT cache if it is
     * trained.
     *
     * @param name    capture, aggregator or query
     * @param heap    its bound, such as 512m
     * @param further JVM arguments and settings
     */
    public static List<String> service(String name, String heap, List<String> further) {
        var module = HOME.resolve(name + "-service");
        var arguments = new ArrayList<String>();
        arguments.add("@" + module.resolve("src/main/jvm/java.options"));
        var compiler = module.resolve("src/main/jvm/compiler.json");
        if (Files.exists(compiler)) {
            arguments.add("-XX:CompilerDirectivesFile=" + compiler);
        }
        arguments.add("-Xmx" + heap);
        var cache = HOME.resolve("target/aot")
                .resolve(System.getProperty("java.runtime.version"))
                .resolve(name + ".aot");
        if (Files.exists(cache)) {
            arguments.addAll(List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on")); // one that does not fit is told
        }
        arguments.addAll(further);
        arguments.addAll(List.of(
                "-jar", module.resolve("target/quarkus-app/quarkus-run.jar").toString()));
        return arguments;
    }
}
