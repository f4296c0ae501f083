import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Leaves out of jars, in place, what no service of an image reads: native libraries of other systems and processors, as an image is for
 * Linux and one processor, and zstd, lz4 and snappy bring theirs for thirty; names of local variables; classes that nobody names; what only a
 * build or a broker reads. {@code java k8s/images/Thin.java FOLDER} goes through all jars of a folder and prints how many bytes it
 * left out; the same jars come out the same.
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

    // Indexes and versions for a build; how a broker writes requests into its log.
    private static final Pattern UNREAD = Pattern.compile(
            "META-INF/jandex\\.idx|META-INF/maven/.+|org/apache/kafka/common/message/.*JsonConverter\\.class|common/message/.+\\.json");

    public static void main(String[] arguments) throws IOException {
        List<Path> jars;
        try (var files = Files.walk(Path.of(arguments[0]))) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
        var named = new Named(jars);
        long before = 0;
        long after = 0;
        for (Path jar : jars) {
            before += Files.size(jar);
            thin(jar, named);
            after += Files.size(jar);
        }
        System.out.printf("%d MB of jars, %d MB left out%n", after / 1_000_000, (before - after) / 1_000_000);
    }

    private static void thin(Path jar, Named named) throws IOException {
        var thinner = jar.resolveSibling(jar.getFileName() + ".thin");
        try (var from = new ZipInputStream(Files.newInputStream(jar));
                var to = new ZipOutputStream(Files.newOutputStream(thinner))) {
            to.setLevel(Deflater.BEST_COMPRESSION);
            var names = new HashSet<String>(); // some jars name a folder twice
            for (ZipEntry entry; (entry = from.getNextEntry()) != null; ) {
                String name = entry.getName();
                if (!isForeign(name) && !UNREAD.matcher(name).matches() && named.keeps(jar, name) && names.add(name)) {
                    var same = new ZipEntry(name);
                    same.setTime(entry.getTime());
                    to.putNextEntry(same);
                    byte[] content = from.readAllBytes();
                    to.write(name.endsWith(".class") ? LocalVariables.leaveOut(content) : content);
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
