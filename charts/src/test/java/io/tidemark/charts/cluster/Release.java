package io.tidemark.charts.cluster;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * The chart as a release of Helm on a cluster. A cluster that is older than the chart allows gets what the chart renders, rewritten
 * by a command for it, as a chart of that one file and the hooks: it is installed, upgraded and removed by Helm all the same.
 */
final class Release {
    static final String NAME = "tidemark";
    private static final int OLDEST = 128; // kubeVersion of the chart
    private static final int SECONDS = 300;

    private final Path chart = Path.of("tidemark").toAbsolutePath();
    private final Path values = Path.of("src/test/cluster/values.yaml").toAbsolutePath();
    private final Cluster cluster;
    private final String namespace;
    private final String rewrite;

    /** @param rewrite command from manifests to manifests that the cluster understands; null: it is young enough */
    Release(Cluster cluster, String namespace, String rewrite) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.rewrite = rewrite;
        if (cluster.version() < OLDEST && rewrite == null) {
            throw new IllegalStateException(
                    "this cluster is older than the chart's kubeVersion: name a command that rewrites"
                            + " manifests for it with TIDEMARK_CLUSTER_REWRITE");
        }
    }

    /** Returns when all pods are ready. */
    void install(Map<String, ?> changes) {
        var command = new Helm(chartFor(changes))
                .install()
                .withName(NAME)
                .withNamespace(namespace)
                .withKubeConfig(cluster.kubeconfig())
                .waitReady()
                .withTimeout(SECONDS);
        command.withValuesFile(values);
        changes.forEach(command::set);
        command.call();
    }

    /** Returns when all pods are new and ready. */
    void upgrade(Map<String, ?> changes) {
        var command = new Helm(chartFor(changes))
                .upgrade()
                .withName(NAME)
                .withNamespace(namespace)
                .withKubeConfig(cluster.kubeconfig())
                .waitReady()
                .withTimeout(SECONDS);
        command.withValuesFile(values);
        changes.forEach(command::set);
        command.call();
    }

    /** What {@code helm test} says; throws if a test pod fails. */
    String test() {
        return Helm.test(NAME)
                .withNamespace(namespace)
                .withKubeConfig(cluster.kubeconfig())
                .withTimeout(SECONDS)
                .call()
                .getOutput();
    }

    void uninstall() {
        Helm.uninstall(NAME)
                .withNamespace(namespace)
                .withKubeConfig(cluster.kubeconfig())
                .call();
    }

    /** Everything that the chart makes, as YAML. */
    String rendered(Map<String, ?> changes) {
        var command = new Helm(chart)
                .template()
                .withName(NAME)
                .withNamespace(namespace)
                .withKubeVersion("1.33.0")
                .withValuesFile(values);
        changes.forEach(command::set);
        return command.call();
    }

    private Path chartFor(Map<String, ?> changes) {
        if (rewrite == null) {
            return chart;
        }
        try {
            var folder = Path.of("target/rewritten-chart").toAbsolutePath();
            copy(folder);
            var about = folder.resolve("Chart.yaml");
            Files.writeString(about, Files.readString(about).replaceAll("(?m)^kubeVersion:.*$", ""));
            Files.writeString(folder.resolve("templates/all.yaml"), "{{ .Files.Get \"files/all.yaml\" }}\n");
            Files.writeString(
                    folder.resolve("files/all.yaml"), Process.run(List.of("sh", "-c", rewrite), rendered(changes)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The chart without the templates that are rendered here already: hooks, which Helm's template command leaves out, stay. */
    private void copy(Path folder) throws IOException {
        try (var files = Files.walk(chart)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var path = chart.relativize(file);
                boolean template = path.startsWith("templates") && !path.startsWith("templates/tests");
                if (!template || file.getFileName().toString().startsWith("_")) {
                    var target = folder.resolve(path.toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
