package io.tidemark.charts.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.charts.Rules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The release as its users see it: the API, the pods, the autoscaler, the metrics. */
final class Tidemark {
    private static final String INSTANCE = "app.kubernetes.io/instance=" + Release.NAME;
    private static final String KINDS =
            "deployment,daemonset,replicaset,pod,service,configmap,serviceaccount,role,rolebinding,"
                    + "networkpolicy,poddisruptionbudget,horizontalpodautoscaler,secret";

    private final Cluster cluster;
    private final String namespace;

    Tidemark(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    List<String> pods(String component) {
        return cluster.pods(namespace, selector(component));
    }

    /** Those that are ready and stay. */
    List<String> readyPods(String component) {
        return StreamSupport.stream(
                        cluster.get("-n", namespace, "pods", "-l", selector(component))
                                .path("items")
                                .spliterator(),
                        false)
                .filter(pod -> pod.at("/metadata/deletionTimestamp").isMissingNode())
                .filter(pod -> StreamSupport.stream(pod.at("/status/conditions").spliterator(), false)
                        .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                                && condition.path("status").asText().equals("True")))
                .map(pod -> pod.at("/metadata/name").asText())
                .toList();
    }

    /** What the kernel says of the first process of a component's first pod (proc(5), status). */
    Map<String, String> processStatus(String component) {
        var text = cluster.kubectl("-n", namespace, "exec", pods(component).getFirst(), "--", "cat", "/proc/1/status");
        return text.lines()
                .map(line -> line.split(":\\s*", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip(), (a, b) -> a));
    }

    /** Pairs of workloads that talked since then, as {@code client|server}. */
    List<String> workloads(Instant from) {
        var answer = api("/api/v1/top", Map.of("by", "src.entity,dst.entity", "limit", "200", "from", from.toString()));
        var names = new ArrayList<String>();
        answer.path("rows").forEach(row -> names.add(row.path("key").asText()));
        return names;
    }

    JsonNode ledger(Instant from, Instant to) {
        return api("/api/v1/ledger", Map.of("from", from.toString(), "to", to.toString()));
    }

    /**
     * The end of the last window that began after the instant and is complete from all nodes.
     *
     * @throws IllegalStateException if there is none yet
     */
    Instant lastWindowAfter(Instant instant) {
        var answer = api("/api/v1/nodes", Map.of("from", instant.toString()));
        for (JsonNode node : answer.path("rows")) {
            var last = node.path("last_window").asText("");
            if (!last.isEmpty() && Instant.parse(last).isAfter(instant)) {
                return Instant.parse(last).plusSeconds(10);
            }
        }
        throw new IllegalStateException("no window after " + instant + ": " + answer);
    }

    /**
     * Batches of flows that nobody took for a minute, as the autoscaler is told; open windows are not among them.
     *
     * @throws IllegalStateException if nothing measured it
     */
    double backlog() {
        var result = prometheus(Rules.ofTheMetricAdapter()
                .replace("<<.Series>>", "kafka_consumergroup_lag")
                .replace("<<.LabelMatchers>>", "consumergroup=\"tidemark-aggregator\",topic=\"tidemark.flows.v1\""));
        var value = result.at("/data/result/0/value/1");
        if (value.isMissingNode()) {
            throw new IllegalStateException("no lag: " + result);
        }
        return value.asDouble();
    }

    void scaleAggregators(int pods) {
        cluster.kubectl("-n", namespace, "scale", "deployment/" + Release.NAME + "-aggregator", "--replicas=" + pods);
    }

    String autoscaler() {
        var status = cluster.get("-n", namespace, "horizontalpodautoscaler", Release.NAME + "-aggregator")
                .path("status");
        return "%s pods, %s wanted".formatted(status.path("currentReplicas"), status.path("desiredReplicas"));
    }

    JsonNode prometheus(String query) {
        return cluster.service(namespace, "stand-in-prometheus:9090", "/api/v1/query", Map.of("query", query));
    }

    /** Everything in the cluster that carries the release's label, and Helm's own record of it. */
    List<String> objects() {
        var objects = new ArrayList<String>();
        for (var found : List.of(
                cluster.get("-n", namespace, KINDS, "-l", INSTANCE),
                cluster.get("clusterrole,clusterrolebinding", "-l", INSTANCE),
                cluster.get("-n", namespace, "secret", "-l", "owner=helm"))) {
            found.path("items")
                    .forEach(object -> objects.add(object.path("kind").asText() + "/"
                            + object.at("/metadata/name").asText()));
        }
        return objects;
    }

    private JsonNode api(String path, Map<String, String> parameters) {
        return cluster.service(
                namespace, "%s-query:http".formatted(Release.NAME), path, new LinkedHashMap<>(parameters));
    }

    private static String selector(String component) {
        return INSTANCE + ",app.kubernetes.io/component=" + component;
    }
}
