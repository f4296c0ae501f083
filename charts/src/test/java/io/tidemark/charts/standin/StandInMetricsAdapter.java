package io.tidemark.charts.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Stands in for prometheus-adapter: serves {@code external.metrics.k8s.io/v1beta1} from a Prometheus, with the rule that
 * {@code k8s/prometheus-adapter} ships. It proves the autoscaler and the rule's query, not the adapter. Arguments: the address of
 * Prometheus, the port, a PKCS 12 key store, its password, the rule's query; {@code <<.Series>>} and {@code <<.LabelMatchers>>} in
 * it become what they become there, the namespace that was asked for among the matchers.
 */
public final class StandInMetricsAdapter {
    private static final String ROOT = "/apis/external.metrics.k8s.io/v1beta1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI prometheus;
    private final String rule;
    private final HttpClient client = HttpClient.newHttpClient();

    private StandInMetricsAdapter(URI prometheus, String rule) {
        this.prometheus = prometheus;
        this.rule = rule;
    }

    public static void main(String[] args) throws Exception {
        var adapter = new StandInMetricsAdapter(URI.create(args[0]), args[4]);
        var server = HttpsServer.create(new InetSocketAddress(Integer.parseInt(args[1])), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(Path.of(args[2]), args[3].toCharArray())));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", adapter::answer);
        server.start();
    }

    private static SSLContext tls(Path file, char[] password) throws Exception {
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, password);
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] text;
        int status = 200;
        try {
            text = JSON.writeValueAsBytes(resource(exchange.getRequestURI()));
        } catch (InterruptedException | IOException e) {
            status = 500;
            text = e.toString().getBytes(StandardCharsets.UTF_8);
        }
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, text.length);
        try (var body = exchange.getResponseBody()) {
            body.write(text);
        }
    }

    private Object resource(URI asked) throws IOException, InterruptedException {
        var path = asked.getPath();
        if (!path.startsWith(ROOT + "/namespaces/")) {
            return Map.of(
                    "kind", "APIResourceList",
                    "apiVersion", "v1",
                    "groupVersion", "external.metrics.k8s.io/v1beta1",
                    "resources", List.of());
        }
        var parts = path.substring(ROOT.length()).split("/");
        var metric = parts[3];
        var matchers = new ArrayList<>(List.of("namespace=\"%s\"".formatted(parts[2])));
        matchers.addAll(labels(asked));
        var query = rule.replace("<<.Series>>", metric).replace("<<.LabelMatchers>>", String.join(",", matchers));
        var items = new ArrayList<Map<String, ?>>();
        for (JsonNode result : ask(query).at("/data/result")) {
            items.add(Map.of(
                    "metricName",
                    metric,
                    "metricLabels",
                    Map.of(),
                    "timestamp",
                    Instant.now().toString(),
                    "value",
                    Math.round(result.at("/value/1").asDouble() * 1000) + "m"));
        }
        return Map.of(
                "kind",
                "ExternalMetricValueList",
                "apiVersion",
                "external.metrics.k8s.io/v1beta1",
                "metadata",
                Map.of(),
                "items",
                items);
    }

    /** Equalities of the label selector, which is all that the chart's autoscaler asks with. */
    private static List<String> labels(URI asked) {
        if (asked.getQuery() == null) {
            return List.of();
        }
        return Arrays.stream(asked.getQuery().split("&"))
                .filter(parameter -> parameter.startsWith("labelSelector="))
                .flatMap(parameter -> Arrays.stream(
                        parameter.substring("labelSelector=".length()).split(",")))
                .filter(pair -> pair.contains("="))
                .map(pair -> pair.replaceFirst("==?", "=\"") + "\"")
                .collect(Collectors.toList());
    }

    private JsonNode ask(String query) throws IOException, InterruptedException {
        var address = prometheus.resolve("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        return JSON.readTree(client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body());
    }
}
