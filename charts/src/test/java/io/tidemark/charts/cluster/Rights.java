package io.tidemark.charts.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.charts.Rules;
import java.time.Duration;

/** Capture's pod with a right less than the chart gives it: what then happens is why it has that right. */
final class Rights {
    private static final String POD = "capture-with-less";

    private final Cluster cluster;
    private final String namespace;
    private final JsonNode daemonSet;
    private String lastWords = "";

    Rights(Cluster cluster, String namespace, String rendered) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.daemonSet = Rules.daemonSet(rendered);
    }

    /** Why the pod's container ended or did not begin: the kubelet's message, and what it printed. */
    String wordsOfCaptureWithout(String capability) {
        var pod = new ObjectMapper().createObjectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        pod.putObject("metadata").put("name", POD);
        var spec = (ObjectNode) daemonSet.at("/spec/template/spec").deepCopy();
        spec.put("hostNetwork", false).put("restartPolicy", "Never").put("dnsPolicy", "ClusterFirst");
        var container = (ObjectNode) spec.at("/containers/0");
        container.remove(java.util.List.of("startupProbe", "livenessProbe", "readinessProbe", "ports"));
        var added = (ArrayNode) container.at("/securityContext/capabilities/add");
        for (int i = added.size() - 1; i >= 0; i--) {
            if (added.get(i).asText().equals(capability)) {
                added.remove(i);
            }
        }
        pod.set("spec", spec);
        cluster.apply(namespace, pod.toString());
        try {
            Wait.until(
                    "the end of " + POD,
                    Duration.ofMinutes(1),
                    () -> lastWords = words(),
                    words -> words.toLowerCase().contains("permitted") || words.contains("exit"));
            return lastWords;
        } finally {
            cluster.kubectl("-n", namespace, "delete", "pod", POD, "--grace-period=0", "--force");
        }
    }

    String lastWords() {
        return lastWords.strip();
    }

    private String words() {
        var state = cluster.get("-n", namespace, "pod", POD).at("/status/containerStatuses/0/state");
        var ended = state.path("terminated");
        if (ended.isMissingNode()) {
            return state.at("/waiting/message").asText();
        }
        return "exit %s %s %s"
                .formatted(
                        ended.path("exitCode"),
                        ended.path("message").asText(),
                        cluster.kubectl("-n", namespace, "logs", POD, "--tail=5"));
    }
}
