package io.tidemark.charts.cluster;

import io.tidemark.charts.Rules;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What the release needs and no operator is here to make: broker, database, Prometheus, lag exporter, metric adapter; and two
 * workloads that talk. Images come as archives that a command of the cluster's owner loads, {@code TIDEMARK_CLUSTER_LOAD}; without
 * one they are there already.
 */
final class StandIns {
    private static final String IMAGE = "localhost/tidemark/stand-ins:1";
    private final Cluster cluster;
    private final String space;
    private final String talk;

    StandIns(Cluster cluster, String space, String talk) {
        this.cluster = cluster;
        this.space = space;
        this.talk = talk;
    }

    void install() {
        load();
        var password = new byte[16];
        RandomGenerator.of("SecureRandom").nextBytes(password);
        cluster.kubectl("create", "namespace", space);
        cluster.kubectl("create", "namespace", talk);
        cluster.kubectl(
                "label", "namespace", space, talk, "pod-security.kubernetes.io/enforce=privileged", "--overwrite");
        cluster.kubectl(
                "-n",
                space,
                "create",
                "secret",
                "generic",
                "stand-in-postgresql",
                "--from-literal=username=tidemark",
                "--from-literal=password=" + HexFormat.of().formatHex(password));
        cluster.kubectl("-n", space, "create", "configmap", "stand-in-rules", "--from-literal=none.yaml=groups: []");
        cluster.apply(space, filled("stand-ins.yaml"));
        cluster.apply(space, filled("metrics-api.yaml"));
        cluster.apply(talk, filled("talk.yaml"));
        for (var namespace : List.of(space, talk)) {
            cluster.kubectl(
                    "-n", namespace, "wait", "deployment", "--all", "--for=condition=Available", "--timeout=240s");
        }
    }

    /** Leaves no trace; does nothing where nothing is. */
    void remove() {
        // First the metrics API: while it is registered and nobody answers, namespaces cannot be removed.
        cluster.kubectl(
                "delete",
                "apiservice,clusterrole,clusterrolebinding",
                "-l",
                "tidemark-test=stand-in",
                "--ignore-not-found");
        cluster.kubectl(
                "delete",
                "clusterrole,clusterrolebinding",
                "-l",
                "app.kubernetes.io/instance=" + Release.NAME,
                "--ignore-not-found");
        cluster.kubectl("delete", "namespace", space, talk, "--ignore-not-found");
    }

    private void load() {
        var command = System.getenv("TIDEMARK_CLUSTER_LOAD");
        if (command == null) {
            return;
        }
        var all = new ArrayList<>(List.of("sh", "-c", command + " \"$@\"", "load"));
        for (var image : List.of("capture-service", "aggregator-service", "query-service", "stand-ins")) {
            all.add("../target/images/" + image + ".tar");
        }
        Process.run(all, null);
    }

    private String filled(String file) {
        var text = Cluster.read(file);
        for (var word : Map.of("NAMESPACE", space, "RULE_QUERY", Rules.ofTheMetricAdapter(), "IMAGE", IMAGE)
                .entrySet()) {
            text = text.replace(word.getKey(), word.getValue());
        }
        return text;
    }
}
