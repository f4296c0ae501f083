package io.tidemark.cli.ask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

/** A query-service somewhere. Its failures are told as {@link IOException}, with what can be done. */
final class Server implements AutoCloseable {
    /** The environment variable that has the token. */
    static final String TOKEN = "TIDEMARK_TOKEN";

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(1);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final URI address;
    private final String token;

    /** @param token null or empty: none */
    Server(URI address, String token) {
        this.address = address.getPath().endsWith("/") ? address : URI.create(address + "/");
        this.token = token;
    }

    /** An answer as JSON. */
    JsonNode ask(Question question) throws IOException {
        var response = send(question, "application/json", BodyHandlers.ofByteArray(), ANSWER);
        if (response.statusCode() != 200) {
            throw refusal(response.statusCode(), response.body(), question);
        }
        return json.readTree(response.body());
    }

    /** An answer as CSV. */
    String csv(Question question) throws IOException {
        var response = send(question, "text/csv", BodyHandlers.ofByteArray(), ANSWER);
        if (response.statusCode() != 200) {
            throw refusal(response.statusCode(), response.body(), question);
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** Server-sent events: the lines as they come. To be closed. */
    Stream<String> events(Question question) throws IOException {
        var response = send(question, "text/event-stream", BodyHandlers.ofLines(), null);
        if (response.statusCode() != 200) {
            try (var lines = response.body()) {
                var body = String.join("\n", lines.toList()).getBytes(StandardCharsets.UTF_8);
                throw refusal(response.statusCode(), body, question);
            }
        }
        return response.body();
    }

    /** An event's data. */
    JsonNode parse(String data) throws IOException {
        return json.readTree(data);
    }

    private <T> HttpResponse<T> send(
            Question question, String accept, HttpResponse.BodyHandler<T> body, Duration longest) throws IOException {
        var request = HttpRequest.newBuilder(address.resolve(question.text())).header("Accept", accept);
        if (longest != null) {
            request.timeout(longest);
        }
        if (hasToken()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return http.send(request.build(), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while %s was asked".formatted(address), e);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new IOException(
                    "nobody answers at %s: is it running ('tidemark up'), and is --server right?".formatted(address),
                    e);
        } catch (HttpTimeoutException e) {
            throw new IOException(
                    "%s has not answered for %d s; ask for a shorter range"
                            .formatted(address, longest == null ? 0 : longest.toSeconds()),
                    e);
        } catch (IOException e) {
            throw new IOException("%s does not answer: %s".formatted(address, reason(e)), e);
        }
    }

    private boolean hasToken() {
        return token != null && !token.isEmpty();
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private IOException refusal(int status, byte[] body, Question question) {
        JsonNode problem;
        try {
            problem = json.readTree(body);
        } catch (IOException e) {
            problem = MissingNode.getInstance();
        }
        if (status == 404 && !problem.has("type")) {
            return new IOException("%s is no query-service of Tidemark, or an older one: it has no %s"
                    .formatted(address, question.text().replaceFirst("\\?.*", "")));
        }
        return Refused.of(status, problem, question, new Refused.Asked(address.toString(), hasToken()));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
