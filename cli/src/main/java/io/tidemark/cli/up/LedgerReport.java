package io.tidemark.cli.up;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The ledger of some sources: where every packet that was received has gone.
 *
 * @param json {@code received}, {@code persisted}, {@code other} by cause, {@code unexplained} (each packets and frame bytes),
 *             {@code windows}, {@code flows}
 */
record LedgerReport(ObjectNode json) {
    private static final List<String> PARTS =
            List.of("received", "persisted", "other", "unexplained", "windows", "flows");

    /**
     * Asks query-service.
     *
     * @param page    where it is
     * @param sources window groups, all windows of them
     * @throws IOException if it does not answer as it should
     */
    static LedgerReport of(URI page, List<String> sources) throws IOException, InterruptedException {
        var query = sources.stream()
                .map(source -> "source=" + URLEncoder.encode(source, StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(page.resolve("/api/v1/ledger?" + query))
                .timeout(Duration.ofMinutes(2))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("query-service does not give the ledger: status %d, %s"
                        .formatted(response.statusCode(), response.body()));
            }
            return parse(response.body());
        }
    }

    /** @throws IOException if it is no ledger */
    static LedgerReport parse(String answer) throws IOException {
        var mapper = new ObjectMapper();
        var parsed = mapper.readTree(answer);
        var json = mapper.createObjectNode();
        for (var part : PARTS) {
            if (!parsed.has(part)) {
                throw new IOException("the ledger has no \"%s\": %s".formatted(part, answer));
            }
            json.set(part, parsed.get(part));
        }
        return new LedgerReport(json);
    }

    /** True if every packet and every byte is accounted for. */
    boolean balances() {
        JsonNode unexplained = json.get("unexplained");
        return unexplained.get("packets").asLong() == 0
                && unexplained.get("bytes").asLong() == 0;
    }
}
