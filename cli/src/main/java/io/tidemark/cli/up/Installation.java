package io.tidemark.cli.up;

import io.tidemark.cli.process.AotCache;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the built services lie, and what their JVMs are given to start fast.
 *
 * @param home   the project's folder
 * @param trains true: what runs here is a training run, for AOT caches
 */
public record Installation(Path home, boolean trains) {
    /** The programs that {@code up} starts and that are Java. */
    private static final List<String> PROGRAMS = List.of("kafka", "query", "aggregator", "capture");

    private static final String DETACHED =
            "trap '' INT HUP; command -v setsid >/dev/null 2>&1 && exec setsid nice -n 19 \"$0\" \"$@\"; exec nice -n 19 \"$0\" \"$@\"";

    /** As the launcher says. */
    public static Installation ofProcess() {
        return new Installation(Path.of(System.getProperty("tidemark.home", "")).toAbsolutePath(), false);
    }

    /** The same, as the place of a training run. */
    public Installation training() {
        return new Installation(home, true);
    }

    /** The JVM arguments of a service. */
    List<String> jvmOptions(String service) {
        var folder = home.resolve(service).resolve("src/main/jvm");
        var options = "@" + folder.resolve("java.options");
        var compiler = folder.resolve("compiler.json");
        return Files.exists(compiler) ? List.of(options, "-XX:CompilerDirectivesFile=" + compiler) : List.of(options);
    }

    /** The JVM arguments by which a program uses its AOT cache, or in a training run makes it. */
    List<String> aot(String program) {
        var cache = AotCache.of(home, program);
        return trains ? cache.make() : cache.use();
    }

    /** Puts the caches of a training run in place, once all that ran in it has ended. */
    public void keepTrained() throws IOException {
        for (var program : PROGRAMS) {
            AotCache.of(home, program).keep();
        }
    }

    /**
     * Once after a build: makes the next start faster, in the background and with the lowest priority. Only where the launcher
     * has started us, and not against the user's will.
     *
     * @return true: it has begun
     */
    boolean trainInBackground() throws IOException {
        var launcher = home.resolve("tidemark");
        if (trains || System.getProperty("tidemark.home") == null || "off".equals(System.getenv("TIDEMARK_AOT"))) {
            return false;
        }
        if (!Files.isExecutable(launcher)
                || PROGRAMS.stream()
                        .allMatch(program -> AotCache.of(home, program).tried())) {
            return false;
        }
        new ProcessBuilder("sh", "-c", DETACHED, launcher.toString(), "train")
                .redirectInput(new File("/dev/null"))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        return true;
    }

    /** @throws IOException if it is not built */
    Path runner(String service) throws IOException {
        var jar = home.resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IOException(
                    "%s is not built (there is no %s); start with ./tidemark, which builds it".formatted(service, jar));
        }
        return jar;
    }

    /** Of this command, for programs that come with it. Written with a wildcard if it can be: command lines stay short. */
    String classPath() {
        var libraries = home.resolve("cli/target/lib");
        return System.getProperty("tidemark.home") != null && Files.isDirectory(libraries)
                ? libraries + "/*"
                : System.getProperty("java.class.path");
    }
}
