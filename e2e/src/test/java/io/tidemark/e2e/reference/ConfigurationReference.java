package io.tidemark.e2e.reference;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/**
 * The page that lists every key of a service's configuration, made of the {@code @ConfigMapping} interfaces in its sources:
 * their javadoc, defaults and types. The compiler's own parser reads them; nothing is compiled.
 */
final class ConfigurationReference {
    private final Path root;

    /** @param root the repository's folder */
    ConfigurationReference(Path root) {
        this.root = root;
    }

    /** The keys of a service in alphabetical order, as rows of a Markdown table. */
    List<String> rows(String service) throws IOException {
        var rows = new TreeMap<String, String>();
        for (Path source : mappings(root.resolve(service).resolve("src/main/java"))) {
            read(source, rows);
        }
        return List.copyOf(rows.values());
    }

    private static List<Path> mappings(Path sources) throws IOException {
        var found = new ArrayList<Path>();
        try (var files = Files.walk(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                if (Files.readString(file).contains("@ConfigMapping(")) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static void read(Path source, Map<String, String> rows) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask)
                    compiler.getTask(null, manager, null, List.of(), null, manager.getJavaFileObjects(source));
            for (CompilationUnitTree unit : task.parse()) {
                new KeyScanner(DocTrees.instance(task), rows).scan(new TreePath(unit), null);
            }
        }
    }

    private static final class KeyScanner extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final Map<String, String> rows;
        private String prefix;

        private KeyScanner(DocTrees docs, Map<String, String> rows) {
            this.docs = docs;
            this.rows = rows;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            prefix = argument(type.getModifiers().getAnnotations(), "ConfigMapping");
            return super.visitClass(type, nothing);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            var flags = method.getModifiers().getFlags();
            if (prefix != null && !flags.contains(Modifier.DEFAULT) && !flags.contains(Modifier.STATIC)) {
                var key = prefix + "." + kebab(method.getName().toString());
                var fallback = argument(method.getModifiers().getAnnotations(), "WithDefault");
                rows.put(
                        key,
                        "| `%s` | %s | %s |".formatted(key, fallback == null ? "" : "`" + fallback + "`", text(key)));
            }
            return null;
        }

        private String text(String key) {
            DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
            if (comment == null) {
                throw new IllegalStateException("%s says nothing about itself: it has no javadoc".formatted(key));
            }
            return comment.getFullBody().stream()
                    .map(Object::toString)
                    .reduce("", String::concat)
                    .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
                    .replaceAll("\\s+", " ")
                    .replace("|", "\\|")
                    .strip();
        }

        private static String argument(List<? extends AnnotationTree> annotations, String name) {
            for (AnnotationTree annotation : annotations) {
                if (annotation.getAnnotationType().toString().equals(name)) {
                    ExpressionTree first = annotation.getArguments().getFirst();
                    var value = first instanceof AssignmentTree assignment ? assignment.getExpression() : first;
                    return ((LiteralTree) value).getValue().toString();
                }
            }
            return null;
        }

        private static String kebab(String camel) {
            return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
        }
    }
}
