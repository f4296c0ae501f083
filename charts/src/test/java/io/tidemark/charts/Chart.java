package io.tidemark.charts;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The chart under {@code charts/tidemark}, and what Helm makes of it. Tests run with the module's folder as working directory. */
final class Chart {
    static final Path FOLDER = Path.of("tidemark").toAbsolutePath();
    static final String RELEASE = "t1";
    /** Helm alone, without a cluster, takes itself for 1.20, which the chart refuses. */
    static final String KUBERNETES = "1.33.0";

    static final String NAMESPACE = "traffic";

    private static final Map<Path, String> RENDERED = new ConcurrentHashMap<>();

    private Chart() {}

    /** The values files under {@code ci}, each a way to use the chart. */
    static List<Path> variants() {
        try (var files = Files.list(FOLDER.resolve("ci"))) {
            return files.filter(file -> file.toString().endsWith("-values.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path variant(String name) {
        return FOLDER.resolve("ci").resolve(name + "-values.yaml");
    }

    /** All objects of a variant, in the order Helm gives them; rendered once. */
    static List<Manifest> render(Path variant) {
        return Manifest.all(RENDERED.computeIfAbsent(variant, Chart::renderAnew));
    }

    static String renderAnew(Path variant) {
        return template().withValuesFile(variant).call();
    }

    /** What several files of values make together, the last one winning. */
    static List<Manifest> render(List<Path> values) {
        var command = template();
        values.forEach(command::withValuesFile);
        return Manifest.all(command.call());
    }

    /**
     * A variant with some values changed.
     *
     * @param changes path of a value, as {@code --set} takes it, to its new value
     * @throws IllegalStateException if Helm refuses; the message is Helm's
     */
    static List<Manifest> render(String variant, Map<String, ?> changes) {
        var command = template().withValuesFile(variant(variant));
        new LinkedHashMap<>(changes).forEach(command::set);
        return Manifest.all(command.call());
    }

    private static TemplateCommand template() {
        return new Helm(FOLDER)
                .template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES);
    }
}
