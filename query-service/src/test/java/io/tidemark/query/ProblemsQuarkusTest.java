package io.tidemark.query;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong questions are refused with problem details that name the parameter; hostile ones stay data. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class ProblemsQuarkusTest {
    @ParameterizedTest(name = "{0}?{1}={2}")
    @CsvSource({
        "timeseries, from, yesterday",
        "timeseries, to, 2026-13-01T00:00:00Z",
        "timeseries, from, 0001-01-01T00:00:00Z",
        "timeseries, step, 7s",
        "timeseries, step, fast",
        "timeseries, step, 0",
        "timeseries, by, size",
        "timeseries, by, 'protocol,protocol'",
        "timeseries, by, bytes",
        "timeseries, compare, yesterday",
        "timeseries, compare, 15s",
        "timeseries, format, xml",
        "timeseries, metric, BYTES; DROP TABLE ledger",
        "timeseries, limit, 0",
        "top, by, everything",
        "top, limit, 1001",
        "top, limit, ten",
        "top, cursor, bm9uc2Vuc2U",
        "top, by, 'src.addr,dst.addr,src.pod,dst.pod,src.node,dst.node'",
        "conversations, sort, client",
        "conversations, cursor, bm9uc2Vuc2U",
        "conversations, cursor, !!!",
        "ledger, from, 12",
    })
    void aMalformedParameterIsNamed(String path, String parameter, String value) {
        var problem = given().queryParam(parameter, value)
                .get("/api/v1/" + path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .extract()
                .jsonPath();

        assertThat(problem.getString("parameter")).isEqualTo(parameter);
        assertThat(problem.getInt("status")).isEqualTo(400);
        assertThat(problem.getString("type")).isEqualTo("urn:tidemark:problem:malformed-parameter");
        assertThat(problem.getString("detail")).startsWith(parameter + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "hosts, 'by: there is no field hosts (did you mean host?)'",
        "src.namspace, 'by: there is no field src.namspace (did you mean src.namespace?)'",
        "'protocol,port', 'by: there is no field port (did you mean dst.port?)'",
    })
    void aDimensionThatThereIsNotIsToldWithTheNearestOne(String by, String detail) {
        given().queryParam("by", by).get("/api/v1/top").then().statusCode(400).body("detail", equalTo(detail));
    }

    @ParameterizedTest(name = "{0}?{1}")
    @CsvSource({
        "top, fliter, did you mean filter?",
        "timeseries, Filter, did you mean filter?",
        "nodes, sort, 'there are cursor, format, from, limit, source, to'",
        "ledger/windows, nodes, did you mean node?",
        "live, source, there are filter",
    })
    void aParameterThatThereIsNotIsRefusedAndTheNearestTold(String path, String parameter, String hint) {
        given().queryParam(parameter, "x")
                .get("/api/v1/" + path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tidemark:problem:malformed-parameter"))
                .body("parameter", equalTo(parameter))
                .body("detail", equalTo(parameter + ": there is no such parameter (" + hint + ")"));
    }

    @Test
    void aParameterOfAnAnswerThatHasNoneIsRefused() {
        given().queryParam("verbose", true)
                .get("/api/v1/status")
                .then()
                .statusCode(400)
                .body("detail", equalTo("verbose: there is no such parameter"));
    }

    @Test
    void whatIsWrongIsSaidInTheLanguageThatIsWanted() {
        var problem = given().header("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8")
                .queryParam("filter", "src.namspace == \"shop\"")
                .get("/api/v1/top");

        problem.then()
                .statusCode(400)
                .header("Content-Language", "zh")
                .header("Vary", "Accept-Language")
                .body("type", equalTo("urn:tidemark:problem:malformed-parameter"))
                .body("title", equalTo("参数无法识别"))
                .body("hint", equalTo("是否想写 src.namespace？"))
                .body("detail", equalTo("filter：第 1 行第 1 列：没有字段 src.namspace (是否想写 src.namespace？)"));
    }

    @Test
    void fieldsAreDescribedInTheLanguageThatIsWanted() {
        given().header("Accept-Language", "zh-Hans")
                .get("/api/v1/fields")
                .then()
                .header("Vary", "Accept-Language")
                .body("find { it.name == 'src.pod' }.description", equalTo("Pod 名称（客户端）"));
        given().get("/api/v1/fields")
                .then()
                .body("find { it.name == 'src.pod' }.description", equalTo("Name of the pod, of who began"));
    }

    @Test
    void whatIsLikeNoDimensionIsToldWithAllOfThem() {
        var problem = given().queryParam("by", "nonsense").get("/api/v1/top").jsonPath();

        assertThat(problem.getString("hint"))
                .isEqualTo("there are conversation, host, namespace, none, workload, {src,dst,any}.addr, "
                        + "{src,dst,any}.namespace, {src,dst,any}.workload, {src,dst,any}.workload_kind, {src,dst,any}.pod, "
                        + "{src,dst,any}.node, {src,dst,any}.zone, {src,dst,any}.service, {src,dst,any}.network, "
                        + "{src,dst,any}.country, {src,dst,any}.as_number, {src,dst,any}.as_organization, "
                        + "{src,dst,any}.entity, dst.port, protocol, application");
    }

    @Test
    void aFieldThatIsASumSplitsNothing() {
        given().queryParam("by", "bytes")
                .get("/api/v1/top")
                .then()
                .statusCode(400)
                .body("detail", startsWith("by: traffic cannot be split by the field bytes"));
    }

    @Test
    void aStepThatMakesTooManyPointsIsRefused() {
        given().queryParams(Map.of("from", "2026-01-01T00:00:00Z", "to", "2026-01-02T00:00:00Z", "step", "10s"))
                .get("/api/v1/timeseries")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void theServerChoosesAStepThatFits() {
        var series = given().queryParams(Map.of("from", "2026-01-01T00:00:00Z", "to", "2026-01-31T00:00:00Z"))
                .get("/api/v1/timeseries")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(series.getInt("step_seconds")).isEqualTo(7200);
        assertThat(series.getList("times")).hasSize(360);
    }

    @Test
    void theLastHourIsAskedForWhereNothingIsSaid() {
        var series = given().get("/api/v1/timeseries")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        var length = java.time.Duration.between(
                java.time.Instant.parse(series.getString("from")), java.time.Instant.parse(series.getString("to")));
        assertThat(length).isEqualTo(java.time.Duration.ofHours(1));
    }

    @Test
    void anUnknownPathIsAProblemToo() {
        given().get("/api/v1/nothing")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", equalTo("there is no /api/v1/nothing; /q/openapi tells what there is"));
    }

    @Test
    void whatIsAskedInAnotherWayThanItAnswersIsToldTheWay() {
        given().post("/api/v1/top")
                .then()
                .statusCode(405)
                .header("Allow", equalTo("GET, HEAD, OPTIONS"))
                .body("detail", equalTo("/api/v1/top can only be read, by GET"));
        given().accept("text/csv")
                .get("/api/v1/status")
                .then()
                .statusCode(406)
                .body("detail", startsWith("it is told as application/json"));
    }

    @Test
    void aHostileSourceIsData() {
        var ledger = given().queryParam("source", "x') OR true; DROP TABLE ledger --")
                .get("/api/v1/ledger")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(ledger.getLong("windows")).isZero();
        assertThat(ledger.getLong("received.packets")).isZero();
    }

    @Test
    void graphqlTellsWhatIsWrong() {
        var answer = given().contentType("application/json")
                .body(Map.of("query", "{ top(limit: 0) { total } }"))
                .post("/graphql")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(answer.getString("errors[0].message")).startsWith("limit: ");
        assertThat(answer.getString("errors[0].extensions.code")).isEqualTo("malformed-parameter");
    }

    @Test
    void graphqlTellsTheProblemOfRestInTheLanguageThatIsWanted() {
        var filter = "src.namspace == \"shop\"";

        var error = given().contentType("application/json")
                .header("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8")
                .body(Map.of(
                        "query",
                        "query($filter: String) { top(filter: $filter) { total } }",
                        "variables",
                        Map.of("filter", filter)))
                .post("/graphql")
                .jsonPath();

        var problem = given().header("Accept-Language", "zh")
                .queryParam("filter", filter)
                .get("/api/v1/top")
                .jsonPath();
        assertThat(error.getString("errors[0].message")).isEqualTo(problem.getString("detail"));
        assertThat(error.getString("errors[0].extensions.code")).isEqualTo("malformed-parameter");
        assertThat(error.getMap("errors[0].extensions.problem")).isEqualTo(problem.getMap(""));
        assertThat(problem.getString("hint")).isEqualTo("是否想写 src.namespace？");
    }

    @Test
    void graphqlIsToldInTheLanguageThatIsWantedAlsoWhatIsFoundWhileAnswering() {
        var error = given().contentType("application/json")
                .header("Accept-Language", "zh")
                .body(Map.of("query", "{ top(limit: 0) { total } }"))
                .post("/graphql")
                .jsonPath();

        assertThat(error.getString("errors[0].message")).startsWith("limit：");
    }

    @Test
    void aGraphqlQueryThatAsksForTooMuchIsRefused() {
        var query = IntStream.range(0, 200)
                .mapToObj(i -> "a%d: top { total }".formatted(i))
                .collect(Collectors.joining(" ", "{ ", " }"));

        var answer = given().contentType("application/json")
                .body(Map.of("query", query))
                .post("/graphql")
                .then()
                .extract()
                .jsonPath();

        assertThat(answer.getString("errors[0].message")).contains("complexity");
        assertThat(answer.getMap("data")).isNull();
    }

    @Test
    void aGraphqlQueryThatIsTooDeepIsRefused() {
        var types = "ofType { ".repeat(12) + "name" + " }".repeat(12);

        var answer = given().contentType("application/json")
                .body(Map.of("query", "{ __schema { types { fields { type { %s } } } } }".formatted(types)))
                .post("/graphql")
                .then()
                .extract()
                .jsonPath();

        assertThat(answer.getString("errors[0].message")).contains("depth");
        assertThat(answer.getMap("data")).isNull();
    }

    @Test
    void answersCarrySecurityHeaders() {
        var headers = given().get("/api/v1/status").headers();

        assertThat(headers.getValue("Content-Security-Policy")).contains("script-src 'self'");
        assertThat(headers.getValue("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void longAnswersAreCompressed() {
        given().header("Accept-Encoding", "gzip")
                .queryParams(Map.of("from", "2026-01-01T00:00:00Z", "to", "2026-01-31T00:00:00Z"))
                .get("/api/v1/timeseries")
                .then()
                .header("Content-Encoding", "gzip");
    }
}
