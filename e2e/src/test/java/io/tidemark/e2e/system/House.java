package io.tidemark.e2e.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the project lies: the tests run in the folder of their module. */
public final class House {
    private static final Path ROOT = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .normalize()
            .getParent();

    private House() {}

    public static Path root() {
        return ROOT;
    }

    /** What the tests leave behind: captures, logs, data, screenshots. */
    public static Path target() {
        return ROOT.resolve("e2e/target");
    }

    /** {@code src/main/java} of every module that has one. */
    public static List<Path> mainSources() throws IOException {
        try (var modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }
}
