package io.tidemark.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StackMapsTest {
    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void takePicocli() throws Exception {
        var original = Path.of(CommandLine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        jar = Files.copy(original, folder.resolve("picocli.jar"));
    }

    @Test
    void everyClassHasThemAndNothingElseIsTouched() throws Exception {
        var before = content(jar);

        int lifted = StackMaps.addTo(jar);

        var after = content(jar);
        assertThat(lifted).isGreaterThan(100);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after).allSatisfy((name, bytes) -> {
            if (name.endsWith(".class")) {
                var parsed = ClassFile.of().parse(bytes);
                assertThat(parsed.majorVersion()).isGreaterThanOrEqualTo(ClassFile.JAVA_8_VERSION);
                assertThat(parsed.methods())
                        .hasSameSizeAs(ClassFile.of().parse(before.get(name)).methods());
            } else {
                assertThat(bytes).isEqualTo(before.get(name));
            }
        });
    }

    @Test
    void theJvmVerifiesAndRunsThem() throws Exception {
        StackMaps.addTo(jar);

        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            for (var name : content(jar).keySet()) {
                if (name.endsWith(".class") && !name.contains("-")) {
                    var type = name.substring(0, name.length() - ".class".length());
                    Class.forName(type.replace('/', '.'), true, loader);
                }
            }
        }
    }

    @Test
    void theSecondTimeNothingIsLeftToDo() throws IOException {
        StackMaps.addTo(jar);
        var once = Files.readAllBytes(jar);

        int lifted = StackMaps.addTo(jar);

        assertThat(lifted).isZero();
        assertThat(jar).hasBinaryContent(once);
        assertThat(folder.toFile().list()).hasSize(1);
    }

    private static Map<String, byte[]> content(Path file) throws IOException {
        var content = new TreeMap<String, byte[]>();
        try (var jar = new JarFile(file.toFile())) {
            for (var entry : Collections.list(jar.entries())) {
                content.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
            }
        }
        return content;
    }
}
