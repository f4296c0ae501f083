package io.tidemark.cli.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the built services lie.
 *
 * @param home the project's folder
 */
public record Installation(Path home) {

    /** As the launcher says. */
    public static Installation ofProcess() {
        return new Installation(Path.of(System.getProperty("tidemark.home", "")).toAbsolutePath());
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
