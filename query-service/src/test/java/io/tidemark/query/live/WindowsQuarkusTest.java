package io.tidemark.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tidemark.query.Backends;
import io.tidemark.query.store.Schema;
import io.tidemark.query.store.TimePartitions;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who listens is told of windows as they come into the store, over SSE and as a GraphQL subscription. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@Timeout(60)
class WindowsQuarkusTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestHTTPResource("/api/v1/live/windows")
    URI live;

    @TestHTTPResource("/graphql")
    URI graphql;

    @Inject
    Pool pool;

    @Inject
    Schema schema;

    @Inject
    TimePartitions partitions;

    private final Instant window = Instant.now().truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);

    @BeforeEach
    void todayIsThere() {
        schema.awaitMigrated();
        partitions.forget();
        partitions.ensure(List.of(window.truncatedTo(ChronoUnit.DAYS)));
    }

    @Test
    void aWindowIsToldWhenItComesAndAgainWithEachRevision() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(
                    HttpRequest.newBuilder(URI.create(live + "?source=windows-sse"))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            var writer = Thread.ofVirtual().start(() -> closeUntilInterrupted("windows-sse"));

            var first = event(lines);
            var second = event(lines);

            writer.interrupt();
            writer.join();
            response.body().close();
            assertThat(first.get("source").asText()).isEqualTo("windows-sse");
            assertThat(first.get("window_start").asText()).isEqualTo(window.toString());
            assertThat(first.get("complete").asBoolean()).isTrue();
            assertThat(second.get("window_start").asText()).isEqualTo(window.toString());
            assertThat(second.get("packets").asLong())
                    .isGreaterThan(first.get("packets").asLong());
        }
    }

    @Test
    void graphqlSubscribesToTheSame() throws Exception {
        var messages = new LinkedBlockingQueue<JsonNode>();
        try (var client = HttpClient.newHttpClient()) {
            var socket = client.newWebSocketBuilder()
                    .subprotocols("graphql-transport-ws")
                    .buildAsync(socket(), listener(messages))
                    .join();
            socket.sendText("{\"type\":\"connection_init\"}", true).join();
            assertThat(messages.take().get("type").asText()).isEqualTo("connection_ack");
            socket.sendText("""
                    {"id":"1","type":"subscribe","payload":{"query":
                     "subscription { windows(source: \\"windows-ws\\") { source windowStart packets complete } }"}}""".replace("\n", " "), true).join();
            var writer = Thread.ofVirtual().start(() -> closeUntilInterrupted("windows-ws"));

            var next = messages.take();

            writer.interrupt();
            writer.join();
            socket.abort();
            assertThat(next.get("type").asText()).as(next.toString()).isEqualTo("next");
            var told = next.at("/payload/data/windows");
            assertThat(told.get("source").asText()).isEqualTo("windows-ws");
            assertThat(told.get("windowStart").asText()).isEqualTo(window.toString());
            assertThat(told.get("packets").asLong()).isPositive();
        }
    }

    @Test
    void anotherSitesPageOpensNoSocket() {
        try (var client = HttpClient.newHttpClient()) {
            var opening = client.newWebSocketBuilder()
                    .header("Origin", "https://elsewhere.example")
                    .subprotocols("graphql-transport-ws")
                    .buildAsync(socket(), listener(new LinkedBlockingQueue<>()));

            assertThatThrownBy(opening::join).hasMessageContaining("WebSocketHandshakeException");
        }
    }

    private URI socket() {
        return URI.create(graphql.toString().replaceFirst("^http", "ws"));
    }

    private static WebSocket.Listener listener(BlockingQueue<JsonNode> messages) {
        return new WebSocket.Listener() {
            private final StringBuilder text = new StringBuilder();

            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                text.append(data);
                if (last) {
                    try {
                        messages.add(JSON.readTree(text.toString()));
                    } catch (IOException e) {
                        return CompletableFuture.failedFuture(e);
                    }
                    text.setLength(0);
                }
                socket.request(1);
                return null;
            }
        };
    }

    private static JsonNode event(BufferedReader lines) throws IOException {
        String line;
        do {
            line = lines.readLine();
        } while (!line.startsWith("data:"));
        return JSON.readTree(line.substring(5));
    }

    /** One revision after the other, as the listener begins some time after it has asked. */
    private void closeUntilInterrupted(String source) {
        try {
            for (int revision = 0; ; revision++) {
                pool.query(
                                "INSERT INTO application VALUES ('%s', '%s', 0, %d, 6, 443, false, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0)"
                                        .formatted(window, source, revision))
                        .execute()
                        .await()
                        .indefinitely();
                pool.query("INSERT INTO closed_window VALUES ('%s', '%s', 0, %d, '%s', true, now(), true)"
                                .formatted(window, source, revision, window.plusSeconds(10)))
                        .execute()
                        .await()
                        .indefinitely();
                Thread.sleep(300); // the pace of revisions
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
