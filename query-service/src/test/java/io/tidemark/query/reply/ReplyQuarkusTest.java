package io.tidemark.query.reply;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.tidemark.query.Backends;
import io.tidemark.query.RandomRows;
import io.tidemark.query.store.Schema;
import io.tidemark.query.store.TimePartitions;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same answer as JSON and CSV, page by page, and not sent again to who has it. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplyQuarkusTest {
    private static final Instant START = Instant.parse("2012-03-04T12:00:00Z");
    private static final String SOURCE = "reply.pcap#0";
    private static final String RANGE =
            "from=2012-03-04T11:58:00Z&to=2012-03-04T12:02:00Z&source=" + SOURCE.replace("#", "%23");

    @Inject
    Pool pool;

    @Inject
    Schema schema;

    @Inject
    TimePartitions partitions;

    private RandomRows rows;

    @BeforeEach
    void rowsAreThere() {
        if (rows == null) {
            schema.awaitMigrated();
            partitions.forget();
            rows = RandomRows.insert(pool, SOURCE, START);
            run(
                    "UPDATE closed_window SET complete = false WHERE window_start = '2012-03-04T12:00:00Z' AND window_group = '%s'"
                            .formatted(SOURCE));
            run("INSERT INTO missing_node VALUES ('2012-03-04T12:00:00Z', '%s', 0, 0, E'node x\\n')".formatted(SOURCE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeseries", "top", "conversations", "topology", "sankey", "heatmap", "ledger", "nodes"})
    void everyAnswerSaysWhatIsMissingAlsoAsCsvAndIsNotSentTwice(String path) {
        var json = given().urlEncodingEnabled(false).get("/api/v1/" + path + "?" + RANGE);
        json.then().statusCode(200).contentType("application/json").body("complete", equalTo(false));
        assertThat(json.jsonPath().getList("missing_nodes")).containsExactly("node x\n");

        var csv = given().urlEncodingEnabled(false).accept("text/csv").get("/api/v1/" + path + "?" + RANGE);
        csv.then()
                .statusCode(200)
                .contentType(containsString("text/csv"))
                .header("Tidemark-Complete", "false")
                .header("Tidemark-Missing-Nodes", "node+x%0A");
        assertThat(csv.asString().split("\r\n")[0]).matches("[a-z0-9_.,:TZ-]+");
        assertThat(given().urlEncodingEnabled(false)
                        .get("/api/v1/" + path + "?format=csv&" + RANGE)
                        .asString())
                .isEqualTo(csv.asString());

        for (var answer : List.of(json, csv)) {
            given().urlEncodingEnabled(false)
                    .accept(answer.contentType().startsWith("text/csv") ? "text/csv" : "application/json")
                    .header("If-None-Match", answer.header("ETag"))
                    .get("/api/v1/" + path + "?" + RANGE)
                    .then()
                    .statusCode(304)
                    .header("ETag", answer.header("ETag"))
                    .body(equalTo(""));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeseries",
                "top",
                "conversations",
                "topology",
                "sankey",
                "heatmap",
                "ledger",
                "ledger/windows",
                "nodes"
            })
    void aRangeOfWhichNothingWasRecordedIsNotComplete(String path) {
        var url = "/api/v1/" + path + "?from=2012-03-04T10:00:00Z&to=2012-03-04T11:00:00Z";

        var json = given().get(url).jsonPath();
        var csv = given().accept("text/csv").get(url);

        assertThat(json.getBoolean("complete")).isFalse();
        assertThat(json.getList("missing_nodes")).isEmpty();
        assertThat(json.getMap("")).containsEntry("recorded_from", null).containsEntry("recorded_to", null);
        assertThat(csv.header("Tidemark-Complete")).isEqualTo("false");
        assertThat(csv.header("Tidemark-Recorded")).isNull();
    }

    @Test
    void ofAPartOfARangeItIsSaidFromWhenToWhenItWasRecorded() {
        var url = "/api/v1/top?from=2012-03-04T10:00:00Z&to=2012-03-04T12:00:30Z";

        var json = given().get(url).jsonPath();
        var csv = given().accept("text/csv").get(url);

        assertThat(json.getString("recorded_from")).isEqualTo("2012-03-04T11:58:00Z");
        assertThat(json.getString("recorded_to")).isEqualTo("2012-03-04T12:00:30Z");
        assertThat(csv.header("Tidemark-Recorded")).isEqualTo("2012-03-04T11:58:00Z/2012-03-04T12:00:30Z");
    }

    @Test
    void theSilenceOfAHealthyNodeIsComplete() {
        closed("2012-03-04T12:10:00Z");

        var json = given().get("/api/v1/top?from=2012-03-04T12:10:00Z&to=2012-03-04T12:10:10Z")
                .jsonPath();

        assertThat(json.getLong("total")).isZero();
        assertThat(json.getBoolean("complete")).isTrue();
        assertThat(json.getString("recorded_from")).isEqualTo("2012-03-04T12:10:00Z");
    }

    @Test
    void aRevisionOfARangeThatIsOverChangesItsTag() {
        var url = "/api/v1/top?by=none&from=2012-03-04T12:03:00Z&to=2012-03-04T12:04:00Z";
        var before = given().get(url).header("ETag");

        run("INSERT INTO application VALUES ('2012-03-04T12:03:00Z', '%s', 0, 77, 6, 443, false, 1,1,1,1,1,1,1,1,1,1)"
                .formatted(SOURCE));

        closed("2012-03-04T12:03:00Z");

        given().header("If-None-Match", before).get(url).then().statusCode(200).body("total", equalTo(2));
    }

    @Test
    void pagesOfCsvFollowOneAnotherByTheLinkOfEach() {
        var whole = given().urlEncodingEnabled(false)
                .get("/api/v1/top?by=src.pod,dst.port&limit=1000&" + RANGE)
                .jsonPath();

        var lines = new ArrayList<String>();
        Response page;
        String url = "/api/v1/top?by=src.pod,dst.port&limit=4&format=csv&" + RANGE;
        do {
            page = given().urlEncodingEnabled(false).get(url);
            var all = page.asString().split("\r\n");
            lines.addAll(List.of(all).subList(1, all.length));
            var link = page.header("Link");
            url = link == null ? null : relative(link.substring(1, link.indexOf('>')));
        } while (url != null);

        assertThat(lines).hasSize(whole.getInt("total_rows") + 1).doesNotHaveDuplicates();
        assertThat(lines.getLast()).startsWith(",,Other," + whole.getLong("other") + ",");
    }

    @Test
    void aPageStartsAfterTheOneBeforeWhateverWasInsertedMeanwhile() {
        var query = "/api/v1/top?by=dst.port&metric=flows&limit=1&from=2012-03-04T12:05:00Z&to=2012-03-04T12:06:00Z";
        port(1, 30);
        port(2, 20);
        port(3, 10);
        var first = given().get(query).jsonPath();

        port(4, 40); // would be first
        port(5, 15); // is yet to come
        var seen = new HashSet<>(first.getList("rows.key"));
        var cursor = first.getString("next");
        while (cursor != null) {
            var page = given().queryParam("cursor", cursor).get(query).jsonPath();
            seen.addAll(page.getList("rows.key"));
            cursor = page.getString("next");
        }

        assertThat(seen).containsExactlyInAnyOrder("1", "2", "3", "5");
    }

    @Test
    void graphqlsConnectionsGoOnAfterAnyRow() {
        var whole = connection("", 1000);
        var first = connection("", 3);

        var keys = new ArrayList<>(first.getList("edges.node.key").subList(0, 2));
        var page = connection(first.getString("edges[1].cursor"), 4);
        keys.addAll(page.getList("edges.node.key"));
        while (page.getBoolean("pageInfo.hasNextPage")) {
            page = connection(page.getString("pageInfo.endCursor"), 4);
            keys.addAll(page.getList("edges.node.key"));
        }

        assertThat(whole.getBoolean("pageInfo.hasNextPage")).isFalse();
        assertThat(keys).isEqualTo(whole.getList("edges.node.key")).hasSize(whole.getInt("totalRows"));
    }

    private static JsonPath connection(String cursor, int limit) {
        var query = """
                query($s: [String], $c: String, $l: Int!) {
                  top(source: $s, by: [SRC_POD, DST_PORT], from: "2012-03-04T11:58:00Z", to: "2012-03-04T12:02:00Z", limit: $l, cursor: $c) {
                    totalRows edges { cursor node { key } } pageInfo { hasNextPage endCursor } } }""";
        return given().contentType("application/json")
                .body(Map.of("query", query, "variables", Map.of("s", List.of(SOURCE), "c", cursor, "l", limit)))
                .post("/graphql")
                .then()
                .body("errors", nullValue())
                .extract()
                .jsonPath()
                .setRootPath("data.top");
    }

    private void port(int port, int flows) {
        run("INSERT INTO application VALUES ('2012-03-04T12:05:00Z', '%s', 0, 0, 6, %d, false, %d,1,1,1,1,1,1,1,1,1)"
                .formatted(SOURCE, port, flows));
        closed("2012-03-04T12:05:00Z");
    }

    /** Says that there is something that no rollup has yet. */
    private void closed(String window) {
        run(
                "INSERT INTO closed_window VALUES ('%1$s', '%2$s', 0, (SELECT count(*) FROM closed_window WHERE window_start = '%1$s'), '%1$s'::timestamptz + '10s', true, now(), true)"
                        .formatted(window, SOURCE));
    }

    private static String relative(String link) {
        var uri = URI.create(link);
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }

    private void run(String sql) {
        pool.query(sql).execute().await().indefinitely();
    }
}
