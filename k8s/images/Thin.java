import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Leaves native libraries of other systems and processors out of jars, in place: an image is for Linux and one processor, and zstd, lz4
 * and snappy bring theirs for thirty. Classes and resources stay as they are. {@code java k8s/images/Thin.java FOLDER} goes
 * through all jars of a folder and prints how many bytes it left out; the same jars come out the same.
 */
final class Thin {
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib|a)$");
    private static final Set<String> SYSTEMS =
            Set.of("aix", "android", "darwin", "dragonflybsd", "freebsd", "mac", "macos", "openbsd", "osx", "solaris", "sunos", "win", "win32", "windows");
    private static final Set<String> PROCESSORS = Set.of(
            "aarch64", "amd64", "arm", "armel", "armv6", "armv7", "i386", "loongarch64", "mips64", "mips64el", "ppc", "ppc64", "ppc64le", "riscv64",
            "s390x", "sparc", "x86", "x86-64", "x86_64");
    private static final Set<String> HERE =
            System.getProperty("os.arch").equals("aarch64") ? Set.of("aarch64") : Set.of("amd64", "x86-64", "x86_64");

    public static void main(String[] arguments) throws IOException {
        long before = 0;
        long after = 0;
        try (var files = Files.walk(Path.of(arguments[0]))) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
                before += Files.size(jar);
                if (hasForeign(jar)) {
                    thin(jar);
                }
                after += Files.size(jar);
            }
        }
        System.out.printf("%d MB of jars, %d MB left out%n", after / 1_000_000, (before - after) / 1_000_000);
    }

    private static boolean hasForeign(Path jar) throws IOException {
        try (var entries = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry; (entry = entries.getNextEntry()) != null; ) {
                if (isForeign(entry.getName())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void thin(Path jar) throws IOException {
        var thinner = jar.resolveSibling(jar.getFileName() + ".thin");
        try (var from = new ZipInputStream(Files.newInputStream(jar));
                var to = new ZipOutputStream(Files.newOutputStream(thinner))) {
            for (ZipEntry entry; (entry = from.getNextEntry()) != null; ) {
                if (!isForeign(entry.getName())) {
                    var same = new ZipEntry(entry.getName());
                    same.setTime(entry.getTime());
                    to.putNextEntry(same);
                    from.transferTo(to);
                    to.closeEntry();
                }
            }
        }
        Files.move(thinner, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A native library in a folder that names another system or processor; what names neither stays. */
    private static boolean isForeign(String name) {
        return NATIVE.matcher(name).matches()
                && Stream.of(name.toLowerCase(Locale.ROOT).split("/"))
                        .map(folder -> folder.replaceFirst("^linux-", ""))
                        .anyMatch(folder -> SYSTEMS.contains(folder.replaceFirst("-.*", ""))
                                || PROCESSORS.contains(folder) && !HERE.contains(folder));
    }
}
