package io.tidemark.query.grouping;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.tidemark.query.Backends;
import io.tidemark.query.store.Schema;
import io.tidemark.query.store.TimePartitions;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.tdigest.TDigestDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quantiles and distinct clients of several windows are those of all that was seen in them, not sums. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class SketchesQuarkusTest {
    private static final Instant START = Instant.parse("2013-01-02T03:00:00Z");
    private static final String SOURCE = "sketches.pcap#0";

    @Inject
    Pool pool;

    @Inject
    Schema schema;

    @Inject
    TimePartitions partitions;

    /** HTTPS of clients 1-300 in 1-100 ms, then of 201-500 in 101-200 ms; DNS of 1-10, without handshakes; and the rest. */
    @BeforeEach
    void threeApplicationsAreThere() {
        schema.awaitMigrated();
        partitions.forget();
        partitions.ensure(List.of(START.minusSeconds(3 * 3600)));
        row(0, 6, 443, false, clients(1, 300), millis(1, 100));
        row(10, 6, 443, false, clients(201, 500), millis(101, 200));
        row(10, 17, 53, false, clients(1, 10), null);
        row(20, 6, 0, true, null, millis(1001, 1200));
        pool.query(
                        "INSERT INTO closed_window SELECT t, '%s', 0, 0, t + '10s', true, now(), true FROM generate_series('2013-01-02T03:00:00Z'::timestamptz, '2013-01-02T03:00:20Z', '10s') t ON CONFLICT DO NOTHING"
                                .formatted(SOURCE))
                .execute()
                .await()
                .indefinitely();
    }

    @Test
    void theMedianIsOfAllHandshakes() {
        var top = get("top", Map.of("by", "application", "metric", "round_trip_p50"));

        assertThat(top.getString("unit")).isEqualTo("nanoseconds");
        assertThat(top.getList("rows.key")).containsExactly("tcp/443", "udp/53");
        assertThat(top.getDouble("rows[0].value") / 1e6).isCloseTo(100, within(4.0));
        assertThat(top.<Object>get("rows[1].value")).isNull();
        assertThat(top.getDouble("total") / 1e6).as("half of 400 are below").isBetween(199.0, 1002.0);
        assertThat(top.getDouble("other") / 1e6).as("what is beyond the bound").isCloseTo(1100, within(4.0));
        assertThat(top.<Object>get("rows[0].share")).isNull();
        assertThat(top.getLong("rows[0].flows")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"round_trip_p90, 180", "round_trip_p95, 190", "round_trip_p99, 198"})
    void soManyOfAHundredHandshakesWereQuicker(String metric, double millis) {
        var top = get("top", Map.of("by", "application", "metric", metric));

        assertThat(top.getDouble("rows[0].value") / 1e6).isCloseTo(millis, within(2.0));
    }

    @Test
    void clientsOfSeveralWindowsCountOnce() {
        var top = get("top", Map.of("by", "application", "metric", "clients", "limit", "1"));
        var series = get("timeseries", Map.of("by", "protocol", "metric", "clients", "step", "10s"));

        assertThat(top.getDouble("rows[0].value")).isCloseTo(500, within(25.0));
        assertThat(top.getDouble("total")).isCloseTo(500, within(25.0));
        assertThat(top.getDouble("other")).isCloseTo(10, within(0.5));
        assertThat(top.getString("next")).isNotNull();
        assertThat(series.getList("series.key")).containsExactly("tcp", "udp");
        assertThat(series.getDouble("series[0].values[0]")).isCloseTo(300, within(15.0));
        assertThat(series.getDouble("series[0].values[1]")).isCloseTo(300, within(15.0));
        assertThat(series.<Object>get("series[0].values[2]")).isNull();
        assertThat(series.getDouble("series[0].total")).isCloseTo(500, within(25.0));
    }

    @Test
    void pagesGoOnWhereTheOneBeforeEnded() {
        var first = get("top", Map.of("by", "application", "metric", "clients", "limit", "1"));
        var second = get(
                "top",
                Map.of("by", "application", "metric", "clients", "limit", "1", "cursor", first.getString("next")));

        assertThat(second.getList("rows.key")).containsExactly("udp/53");
        assertThat(second.getString("next")).isNull();
    }

    @Test
    void whatWasEarlierStandsBeside() {
        var top = get(
                "top",
                Map.of(
                        "by",
                        "application",
                        "metric",
                        "clients",
                        "compare",
                        "10s",
                        "from",
                        "2013-01-02T03:00:10Z",
                        "to",
                        "2013-01-02T03:00:20Z"));

        assertThat(top.getDouble("rows[0].earlier")).isCloseTo(300, within(15.0));
        assertThat(top.<Object>get("rows[1].earlier")).isNull();
        assertThat(top.getString("earlier.from")).isEqualTo("2013-01-02T03:00:00Z");
    }

    @Test
    void theyAreToldOfApplicationsAlone() {
        given().queryParams(Map.of("by", "src.namespace,protocol", "metric", "clients"))
                .get("/api/v1/top")
                .then()
                .statusCode(400)
                .body("parameter", equalTo("metric"))
                .body("detail", containsString("which have no src.namespace"));
    }

    private static JsonPath get(String path, Map<String, String> parameters) {
        var all = new HashMap<>(Map.of("from", "2013-01-02T03:00:00Z", "to", "2013-01-02T03:01:00Z"));
        all.putAll(parameters);
        return given().queryParam("source", SOURCE)
                .queryParams(all)
                .get("/api/v1/" + path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static byte[] clients(long first, long last) {
        var sketch = new HllSketch(11, TgtHllType.HLL_4);
        LongStream.rangeClosed(first, last).forEach(client -> sketch.update(new long[] {0, client}));
        return sketch.toCompactByteArray();
    }

    private static byte[] millis(int first, int last) {
        var digest = new TDigestDouble((short) 100);
        for (int millis = first; millis <= last; millis++) {
            digest.update(millis / 1e3);
        }
        return digest.toByteArray();
    }

    private void row(int second, int protocol, int port, boolean other, byte[] clients, byte[] roundTrips) {
        pool.preparedQuery(
                        "INSERT INTO application VALUES ($1, $2, 0, 0, $3, $4, $5, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, $6, $7) ON CONFLICT DO NOTHING")
                .execute(Tuple.from(Arrays.asList(
                        START.plusSeconds(second).atOffset(ZoneOffset.UTC),
                        SOURCE,
                        protocol,
                        port,
                        other,
                        clients == null ? null : Buffer.buffer(clients),
                        roundTrips == null ? null : Buffer.buffer(roundTrips))))
                .await()
                .indefinitely();
    }
}
