package io.tidemark.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A program's AOT cache (JEP 483, 514, 515): its classes loaded and linked, and what the compiler wants to know of them, made
 * once by a training run. One that does not fit the JDK, the jars or the flags is left alone by the JVM.
 *
 * @param file where it is, or is to be; there but empty: training has failed, and is not tried again
 */
public record AotCache(Path file) {
    /** Of a program, as the launcher expects it: each Java has its own. */
    public static AotCache of(Path home, String program) {
        return new AotCache(home.resolve("target/aot")
                .resolve(System.getProperty("java.runtime.version"))
                .resolve(program + ".aot"));
    }

    /** JVM arguments to start with it; with the JDK's own archive alone as long as it is not there. */
    public List<String> use() {
        try {
            if (Files.size(file) > 0) {
                return List.of("-XX:AOTCache=" + file, "-XX:AOTMode=auto", "-Xlog:aot*=off");
            }
        } catch (IOException e) {
            // nobody has made it
        }
        return List.of("-Xshare:auto");
    }

    /** True: it is there, or could not be made. */
    public boolean tried() {
        return Files.exists(file);
    }

    /** JVM arguments of the training run; at its end, which takes some seconds longer, the cache is written. */
    public List<String> make() {
        return List.of("-XX:AOTCacheOutput=" + made(), "-Xlog:aot*=off");
    }

    /** Puts in place what the training run has written. Nothing: then that is what is noted. */
    public void keep() throws IOException {
        Files.createDirectories(file.getParent());
        if (Files.exists(made())) {
            Files.move(made(), file, StandardCopyOption.REPLACE_EXISTING);
        } else if (!Files.exists(file)) {
            Files.createFile(file);
        }
    }

    private Path made() {
        return file.resolveSibling(file.getFileName() + ".new");
    }
}
