package io.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tidemark.contract.pulse.Pulse;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.window.WindowLength;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The live stream shows pulses as they come. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class LiveQuarkusTest {
    @TestHTTPResource("/api/v1/live")
    URI live;

    @Test
    @Timeout(60)
    void aPulseBecomesAnEvent() throws Exception {
        var pulse = firstPulse(live, "node-a");

        assertThat(pulse.get("node").asText()).isEqualTo("node-a");
        assertThat(pulse.get("time").asText()).isEqualTo("2026-01-01T00:00:01Z");
        assertThat(pulse.get("interval_seconds").asDouble()).isEqualTo(1.0);
        assertThat(pulse.get("active_flows").asLong()).isEqualTo(42);
        assertThat(pulse.get("points").get(0).get("received_packets").asLong()).isEqualTo(10);
        assertThat(pulse.get("points").get(0).get("dropped_packets").asLong()).isEqualTo(1);
    }

    @Test
    @Timeout(60)
    void aFilterTakesTheEventsItIsTrueOf() throws Exception {
        var filter = "node.startsWith(\"node-\") && node != \"node-a\" && active_flows == 42 && dropped_packets > 0";
        var filtered = URI.create(live + "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));

        var pulse = firstPulse(filtered, "node-a", "node-b");

        assertThat(pulse.get("node").asText()).isEqualTo("node-b");
    }

    /** The first event while each of the nodes sends pulses. */
    private static JsonNode firstPulse(URI live, String... nodes) throws Exception {
        try (var client = HttpClient.newHttpClient();
                var broker = new Broker()) {
            var response = client.send(
                    HttpRequest.newBuilder(live).timeout(Duration.ofSeconds(30)).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            var opening = lines.readLine();

            String event = null;
            String data = null;
            // the consumer begins at the end of the topic, some time after the service's start: send until one arrives
            var sender = Thread.ofVirtual().start(() -> sendUntilInterrupted(broker, nodes));
            for (var line = lines.readLine(); data == null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    event = line.substring(6).trim();
                } else if (line.startsWith("data:")) {
                    data = line.substring(5);
                }
            }
            sender.interrupt();
            sender.join();
            response.body().close();

            assertThat(response.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(opening).startsWith(":");
            assertThat(event).isEqualTo("pulse");
            return new ObjectMapper().readTree(data);
        }
    }

    private static void sendUntilInterrupted(Broker broker, String... nodes) {
        var pulse = Pulse.newInstance()
                .setTimeNs(WindowLength.nanos(Instant.parse("2026-01-01T00:00:01Z")))
                .setPacketTimeNs(WindowLength.nanos(Instant.parse("2026-01-01T00:00:00Z")))
                .setIntervalNs(1_000_000_000L)
                .setActiveFlows(42);
        pulse.getMutablePoints()
                .next()
                .setPoint("eth0")
                .setReceivedPackets(10)
                .setMeteredPackets(9)
                .setDroppedPackets(1);
        try {
            while (true) {
                for (var node : nodes) {
                    broker.send(Topic.PULSE.name(), 0, pulse.setNode(node).toByteArray());
                }
                Thread.sleep(100); // a pulse's pace
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
