package io.tidemark.query;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.tidemark.query.store.Schema;
import io.tidemark.query.store.TimePartitions;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.tdigest.TDigestDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/reference/api.md are answers to the requests above them. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class ApiPageQuarkusTest {
    private static final Path PAGE = Path.of("../docs/reference/api.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("```sh\ncurl -s 'localhost:8080(/[^']*)'\n```\n```(json|csv)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern QUERY = Pattern.compile("```graphql\n(.*?)```\n```json\n(.*?)```", Pattern.DOTALL);
    private static final Instant DAY = Instant.parse("2026-05-17T00:00:00Z");
    private static final String NOON = "2026-05-17T12:00:%02dZ";

    @Inject
    Pool pool;

    @Inject
    Schema schema;

    @Inject
    TimePartitions partitions;

    /** Three windows of a small shop: cart asks db and DNS, the office asks cart; and a little that is no IP. */
    @BeforeEach
    void aShopIsThere() {
        schema.awaitMigrated();
        partitions.forget();
        partitions.ensure(List.of(DAY));
        run("""
                INSERT INTO endpoint VALUES
                  ('2026-05-17Z', 1, 'shop', 'Deployment', 'cart', '', '', '', '', '', '', 0, ''),
                  ('2026-05-17Z', 2, 'shop', 'StatefulSet', 'db', '', '', '', '', '', '', 0, ''),
                  ('2026-05-17Z', 3, 'kube-system', 'Deployment', 'coredns', '', '', '', '', '', '', 0, ''),
                  ('2026-05-17Z', 4, '', '', '', '', '', '', '', 'office', '', 0, '')
                ON CONFLICT DO NOTHING""");
        for (int window = 0; window < 3; window++) {
            talk(window, "10.0.1.7", 1, "10.0.2.3", 2, 5432, 6, 40_000 + 10_000 * window, handshakes(4));
            talk(window, "192.168.7.20", 4, "10.0.1.7", 1, 443, 6, 25_000, handshakes(20));
            talk(window, "10.0.1.7", 1, "10.0.0.10", 3, 53, 17, 400, null);
            run(
                    "INSERT INTO closed_window VALUES ('%1$s', 'live', 0, 0, '%1$s'::timestamptz + '10s', true, '%1$s', true) ON CONFLICT DO NOTHING"
                            .formatted(NOON.formatted(10 * window)));
            long bytes = 2 * (65_400 + 10_000 * window);
            run(
                    "INSERT INTO node_total VALUES ('%1$s', 'live', 0, 0, 'node-a', 3, 150, %2$d, %2$d, 150, %2$d, %2$d, 6, 0, 0, 3, 300, %3$d) ON CONFLICT DO NOTHING"
                            .formatted(NOON.formatted(10 * window), bytes / 2, bytes));
            run(
                    "INSERT INTO ledger VALUES ('%1$s', 'live', 0, 0, 'node-a', 'eth0', 302, %2$d, 300, %3$d) ON CONFLICT DO NOTHING"
                            .formatted(NOON.formatted(10 * window), bytes + 120, bytes));
            run(
                    "INSERT INTO ledger_drop VALUES ('%1$s', 'live', 0, 0, 'node-a', 'eth0', 'not_ip', 2, 120) ON CONFLICT DO NOTHING"
                            .formatted(NOON.formatted(10 * window)));
        }
    }

    /** Make its answers anew with -Dtidemark.regenerate=true, read what changed, and commit it. */
    @Test
    void thePagesAnswersAreGiven() throws IOException {
        var page = EXAMPLE.matcher(Files.readString(PAGE))
                .replaceAll(example -> Matcher.quoteReplacement("```sh\ncurl -s 'localhost:8080%s'\n```\n```%s\n%s```"
                        .formatted(example.group(1), example.group(2), answer(example.group(1)))));
        page = QUERY.matcher(page)
                .replaceAll(query -> Matcher.quoteReplacement(
                        "```graphql\n%s```\n```json\n%s```".formatted(query.group(1), graphql(query.group(1)))));

        if (Boolean.getBoolean("tidemark.regenerate")) {
            Files.writeString(PAGE, page);
        }

        assertThat(EXAMPLE.matcher(page).results()).hasSizeGreaterThan(8);
        assertThat(Files.readString(PAGE))
                .as("docs/reference/api.md is stale; the test's javadoc says how to make it anew")
                .isEqualTo(page);
    }

    private static String answer(String path) {
        Response answer = given().urlEncodingEnabled(false).get(path);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.asString()).isEqualTo(200);
        return answer.contentType().startsWith("text/csv")
                ? answer.asString().replace("\r\n", "\n")
                : pretty(answer.asString());
    }

    private static String graphql(String query) {
        var answer = given().contentType("application/json")
                .body(Map.of("query", query))
                .post("/graphql")
                .asString();
        assertThat(answer).doesNotContain("\"errors\"");
        return pretty(answer);
    }

    private static String pretty(String json) {
        try {
            var printer = new DefaultPrettyPrinter();
            printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
            var mapper = new ObjectMapper();
            return mapper.writer(printer).writeValueAsString(mapper.readValue(json, JsonNode.class)) + "\n";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void talk(
            int window,
            String client,
            int from,
            String server,
            int to,
            int port,
            int protocol,
            int bytes,
            byte[] handshakes) {
        var key = "'%s', 'live', 0, 0, ".formatted(NOON.formatted(10 * window));
        var sums = "1, 50, %1$d, %1$d, 50, %1$d, %1$d, %2$d, 0, 0".formatted(bytes, protocol == 6 ? 3 : 0);
        run(
                "INSERT INTO conversation VALUES (%s'%s', '%s', %d, %d, false, %s, %d, %d, 0, 'node-a/eth0') ON CONFLICT DO NOTHING"
                        .formatted(key, client, server, port, protocol, sums, from, to));
        run("INSERT INTO workload_pair VALUES (%s%d, %d, %d, %d, false, %s) ON CONFLICT DO NOTHING"
                .formatted(key, from, to, protocol, port, sums));
        var clients = new HllSketch(11, TgtHllType.HLL_4);
        clients.update(client);
        pool.preparedQuery("INSERT INTO application VALUES (%s%d, %d, false, %s, $1, $2) ON CONFLICT DO NOTHING"
                        .formatted(key, protocol, port, sums))
                .execute(Tuple.of(
                        Buffer.buffer(clients.toCompactByteArray()),
                        handshakes == null ? null : Buffer.buffer(handshakes)))
                .await()
                .indefinitely();
    }

    /** Ten of them, from so many milliseconds on. */
    private static byte[] handshakes(int millis) {
        var digest = new TDigestDouble((short) 100);
        for (int i = 0; i < 10; i++) {
            digest.update((millis + i) / 1e3);
        }
        return digest.toByteArray();
    }

    private void run(String sql) {
        pool.query(sql).execute().await().indefinitely();
    }
}
