package io.tidemark.charts.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * A cluster, asked through kubectl and the API server's proxy, so that nothing of it needs to be reachable from here.
 *
 * @param kubeconfig the file that leads to it
 */
record Cluster(Path kubeconfig) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The standard output of a kubectl command; what it said of errors is in the exception. */
    String kubectl(String... arguments) {
        return kubectl(null, List.of(arguments));
    }

    private String kubectl(String input, List<String> arguments) {
        var command = new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString()));
        command.addAll(arguments);
        return Process.run(command, input);
    }

    void apply(String namespace, String manifests) {
        kubectl(manifests, List.of("-n", namespace, "apply", "-f", "-"));
    }

    /** Objects as a list, or one by its name. */
    JsonNode get(String... arguments) {
        var all = new ArrayList<>(List.of("get", "-o", "json"));
        all.addAll(List.of(arguments));
        return parse(kubectl(null, all));
    }

    /** Names of the pods of a component that are not on their way out. */
    List<String> pods(String namespace, String selector) {
        return StreamSupport.stream(
                        get("-n", namespace, "pods", "-l", selector)
                                .path("items")
                                .spliterator(),
                        false)
                .filter(pod -> pod.at("/metadata/deletionTimestamp").isMissingNode())
                .map(pod -> pod.at("/metadata/name").asText())
                .toList();
    }

    /** An HTTP GET on a service, by way of the API server. */
    JsonNode service(String namespace, String serviceAndPort, String path, Map<String, String> parameters) {
        var query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? "?" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20")));
        return parse(kubectl(
                "get",
                "--raw",
                "/api/v1/namespaces/%s/services/%s/proxy%s%s".formatted(namespace, serviceAndPort, path, query)));
    }

    /** Major and minor version of the API server, as 1.33 is 133. */
    int version() {
        var version = parse(kubectl("version", "-o", "json")).path("serverVersion");
        return Integer.parseInt(version.path("major").asText().replaceAll("\\D", "")) * 100
                + Integer.parseInt(version.path("minor").asText().replaceAll("\\D", ""));
    }

    static String read(String file) {
        try {
            return Files.readString(Path.of("src/test/cluster").resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + json, e);
        }
    }
}
