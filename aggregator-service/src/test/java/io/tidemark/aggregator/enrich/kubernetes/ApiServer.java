package io.tidemark.aggregator.enrich.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * As much of an API server as a watch sees, over HTTP: lists in pages with continue tokens, watches from a resource version on,
 * 410 Gone for one that is too old. Unlike the mock server of the client's makers it can go away and come back, and forget.
 */
final class ApiServer implements AutoCloseable {
    private final Map<String, TreeMap<String, String>> objects = new HashMap<>(); // by path and key
    private final List<Event> events = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private ExecutorService threads;
    private int port;
    private long version;
    private long forgotten;

    void start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = server.getAddress().getPort();
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/api/v1/", this::answer);
        server.start();
    }

    /** Connections break; what is stored stays. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    KubernetesClient client() {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                .withWatchReconnectInterval(10)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    synchronized void put(HasMetadata object) {
        object.getMetadata().setResourceVersion(String.valueOf(++version));
        var json = Serialization.asJson(object);
        var before = of(path(object)).put(key(object), json);
        events.add(new Event(version, path(object), before == null ? "ADDED" : "MODIFIED", json));
        notifyAll();
    }

    synchronized void delete(HasMetadata object) {
        object.getMetadata().setResourceVersion(String.valueOf(++version));
        of(path(object)).remove(key(object));
        events.add(new Event(version, path(object), "DELETED", Serialization.asJson(object)));
        notifyAll();
    }

    /** What has happened so far cannot be watched any more: who asks for it must list anew. */
    synchronized void forget() {
        forgotten = version;
        events.clear();
    }

    /** Paths and queries that were asked for. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private TreeMap<String, String> of(String path) {
        return objects.computeIfAbsent(path, absent -> new TreeMap<>());
    }

    private static String path(HasMetadata object) {
        return "/api/v1/" + object.getPlural();
    }

    private static String kind(String path) {
        return switch (path) {
            case "/api/v1/pods" -> "Pod";
            case "/api/v1/nodes" -> "Node";
            default -> "Service";
        };
    }

    private static String key(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var query = query(exchange.getRequestURI().getRawQuery());
        synchronized (this) {
            requests.add(exchange.getRequestURI().toString());
        }
        try (exchange) {
            if (!query.containsKey("watch")) {
                send(exchange, 200, list(path, query));
            } else if (exchange.getRequestHeaders().containsKey("Upgrade")) {
                send(exchange, 200, ""); // no web sockets: the client watches over plain HTTP then
            } else {
                exchange.sendResponseHeaders(200, 0);
                watch(exchange, path, Long.parseLong(query.get("resourceVersion")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> query(String raw) {
        var query = new HashMap<String, String>();
        for (var each : (raw == null ? "" : raw).split("&")) {
            var parts = each.split("=", 2);
            query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private synchronized String list(String path, Map<String, String> query) {
        int limit = Integer.parseInt(query.getOrDefault("limit", "1000000"));
        var rest = of(path).tailMap(query.getOrDefault("continue", ""), false);
        var page = rest.entrySet().stream().limit(limit).toList();
        var next = rest.size() > limit ? page.getLast().getKey() : "";
        var items = String.join(",", page.stream().map(Map.Entry::getValue).toList());
        return "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"%d\",\"continue\":\"%s\"},\"items\":[%s]}"
                .formatted(version, next, items);
    }

    private void watch(HttpExchange exchange, String path, long after) throws IOException, InterruptedException {
        var out = exchange.getResponseBody();
        out.write(
                "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"%s\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"%d\"}}}\n"
                        .formatted(kind(path), after)
                        .getBytes(StandardCharsets.UTF_8));
        out.flush(); // so that the client knows that it watches
        int next = 0;
        while (true) {
            List<Event> news;
            synchronized (this) {
                if (after < forgotten) {
                    out.write(
                            "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"Expired\",\"code\":410}}\n"
                                    .getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    return;
                }
                while (next >= events.size()) {
                    wait();
                    next = Math.min(next, events.size());
                }
                news = List.copyOf(events.subList(next, events.size()));
                next = events.size();
            }
            for (var event : news) {
                if (event.version > after && event.path.equals(path)) {
                    out.write("{\"type\":\"%s\",\"object\":%s}\n"
                            .formatted(event.type, event.json)
                            .getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        }
    }

    /** What happened to an object. */
    private record Event(long version, String path, String type, String json) {}
}
