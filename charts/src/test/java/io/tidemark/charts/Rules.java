package io.tidemark.charts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Queries that are shipped to other programs, and objects that the cluster test takes apart. */
public final class Rules {
    private Rules() {}

    /** The query of {@code k8s/prometheus-adapter} that makes the consumer lag an external metric. */
    public static String ofTheMetricAdapter() {
        return Manifest.all(Path.of("../k8s/prometheus-adapter/values.yaml"))
                .getFirst()
                .at("/rules/external/0/metricsQuery")
                .asText();
    }

    /** Every query for Prometheus of every dashboard's panels, with Grafana's variables in it. */
    public static List<String> ofDashboards() {
        var queries = new ArrayList<String>();
        try (var files = Files.list(Chart.FOLDER.resolve("dashboards"))) {
            for (var file : files.sorted().toList()) {
                for (JsonNode panel : Manifest.all(file).getFirst().json().path("panels")) {
                    panel.path("targets").forEach(target -> {
                        if (target.has("expr")) {
                            queries.add(target.path("expr").asText());
                        }
                    });
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return queries;
    }

    /** Capture's DaemonSet among what a chart rendered. */
    public static JsonNode daemonSet(String rendered) {
        return Manifest.one(Manifest.all(rendered), "DaemonSet", "-capture").json();
    }
}
