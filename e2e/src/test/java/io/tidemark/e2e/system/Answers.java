package io.tidemark.e2e.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Asks query-service over HTTP. */
public final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** @param base of query-service, "http://127.0.0.1:8080/" */
    public Answers(URI base) {
        this.base = base;
    }

    /** GET, such as {@code get("/api/v1/ledger?source=live")}. Throws unless the status is 200. */
    public JsonNode get(String pathAndQuery) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve(pathAndQuery)));
    }

    /** Waits until a file has windows and returns the source that they are of: the file's name and some digits of its digest. */
    public String awaitSource(Path file, Duration atMost) {
        var start = file.getFileName() + "#";
        return Wait.until(
                "a source named " + start + "...",
                atMost,
                () -> StreamSupport.stream(get("/api/v1/status").path("sources").spliterator(), false)
                        .map(source -> source.path("source").asText())
                        .filter(name -> name.startsWith(start))
                        .findFirst()
                        .orElse(""),
                name -> !name.isEmpty());
    }

    /** The {@code data} of a GraphQL query; throws if there are errors. */
    public JsonNode graphql(String query) throws IOException, InterruptedException {
        var body = JSON.writeValueAsString(Map.of("query", query));
        var answer = send(HttpRequest.newBuilder(base.resolve("/graphql"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (answer.has("errors")) {
            throw new IOException("GraphQL: " + answer.get("errors"));
        }
        return answer.get("data");
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = client.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("%s: %d %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
        }
        return JSON.readTree(answer.body());
    }

    static JsonNode parse(String json) throws IOException {
        return JSON.readTree(json);
    }
}
