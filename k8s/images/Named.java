import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * Which classes of a folder's jars can be asked for. A class is, if it lies in no library, or if a class that can be asked for or a
 * resource has its whole name in any constant or word. Libraries are jars whose own classes are never found by a name that is put together
 * from parts or that an operator sets; there, what nobody names is not needed.
 */
final class Named {
    private static final Pattern LIBRARY = Pattern.compile(
            "(com\\.google\\.guava\\.guava|com\\.google\\.protobuf\\.protobuf-java|com\\.graphql-java\\.graphql-java|dev\\.cel\\.cel"
                    + "|io\\.micrometer\\.micrometer-core|org\\.apache\\.datasketches\\.datasketches-java|org\\.jctools\\.jctools-core)-[0-9].*");
    private static final Pattern NAME = Pattern.compile("[\\w$]+(?:[/.][\\w$]+)+");
    private static final Pattern CLASS = Pattern.compile("(?:META-INF/versions/\\d+/)?(.*)\\.class");

    private final Map<String, Set<String>> namedBy = new HashMap<>();
    private final Set<String> kept = new HashSet<>();
    private final ArrayDeque<String> asked = new ArrayDeque<>();

    Named(List<Path> jars) throws IOException {
        for (Path jar : jars) {
            try (var zip = new ZipFile(jar.toFile())) {
                zip.stream().map(entry -> className(entry.getName())).forEach(name -> namedBy.put(name, new HashSet<>()));
            }
        }
        for (Path jar : jars) {
            read(jar);
        }
        while (!asked.isEmpty()) {
            String name = asked.pop();
            if (kept.add(name)) {
                asked.addAll(namedBy.get(name));
            }
        }
    }

    /** True if {@code entry} of {@code jar} is no class, or one that can be asked for. */
    boolean keeps(Path jar, String entry) {
        return !isLibrary(jar) || !entry.endsWith(".class") || kept.contains(className(entry));
    }

    private static boolean isLibrary(Path jar) {
        return LIBRARY.matcher(jar.getFileName().toString()).matches();
    }

    private static String className(String entry) {
        var matcher = CLASS.matcher(entry);
        return matcher.matches() ? matcher.group(1) : "";
    }

    private void read(Path jar) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            for (var entry : zip.stream().toList()) {
                byte[] content = zip.getInputStream(entry).readAllBytes();
                String name = className(entry.getName());
                if (name.isEmpty()) {
                    addNames(new String(content, StandardCharsets.ISO_8859_1), asked);
                    continue;
                }
                if (!isLibrary(jar)) {
                    asked.add(name);
                }
                for (var constant : ClassFile.of().parse(content).constantPool()) {
                    if (constant instanceof Utf8Entry text) {
                        addNames(text.stringValue(), namedBy.get(name));
                    }
                }
            }
        }
    }

    /** Adds the classes that a text names, with dots or slashes, alone or in a descriptor. */
    private void addNames(String text, Collection<String> names) {
        for (var matcher = NAME.matcher(text); matcher.find(); ) {
            String name = matcher.group().replace('.', '/');
            if (namedBy.containsKey(name)) {
                names.add(name);
            }
            if (name.charAt(0) == 'L' && namedBy.containsKey(name.substring(1))) {
                names.add(name.substring(1));
            }
        }
    }
}
