package io.tidemark.cli.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Gives a library's class files the stack maps (JVMS 4.7.4) that compilers write since Java 6. An AOT cache takes no class
 * without; picocli is compiled for Java 5, and its 180 classes, read and verified at each start, cost 0.13 s of processor time.
 * The launcher calls it before the training run; code and names stay as they are.
 */
public final class StackMaps {
    private static final int WANTED = ClassFile.JAVA_8_VERSION; // from 6 on they are there, from 7 on they must be

    private StackMaps() {}

    /** @param jars to be rewritten where they lie; one that needs nothing is left as it is */
    public static void main(String[] jars) throws IOException {
        for (var jar : jars) {
            addTo(Path.of(jar));
        }
    }

    /** @return how many class files had none */
    static int addTo(Path file) throws IOException {
        int lifted = 0;
        var made = file.resolveSibling(file.getFileName() + ".new");
        try (var jar = new JarFile(file.toFile());
                var out = new ZipOutputStream(Files.newOutputStream(made))) {
            var classFile =
                    ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchy(jar)));
            for (var entry : Collections.list(jar.entries())) {
                var bytes = bytes(jar, entry);
                if (entry.getName().endsWith(".class") && classFile.parse(bytes).majorVersion() < WANTED) {
                    bytes = lifted(classFile, bytes);
                    lifted++;
                }
                out.putNextEntry(copy(entry));
                out.write(bytes);
            }
        }
        if (lifted > 0) {
            Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.delete(made);
        }
        return lifted;
    }

    private static byte[] lifted(ClassFile classFile, byte[] bytes) {
        return classFile.transformClass(
                classFile.parse(bytes),
                ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element))
                        .andThen(ClassTransform.endHandler(builder -> builder.withVersion(WANTED, 0))));
    }

    /** Who extends whom: within the jar, else in this process. */
    private static ClassHierarchyResolver hierarchy(JarFile jar) {
        return ClassHierarchyResolver.ofResourceParsing(type -> classFile(jar, type))
                .orElse(ClassHierarchyResolver.defaultResolver())
                .cached();
    }

    private static InputStream classFile(JarFile jar, ClassDesc type) {
        var descriptor = type.descriptorString(); // Lpicocli/CommandLine;
        var entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
        try (var in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static ZipEntry copy(JarEntry entry) {
        var copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        return copy;
    }
}
