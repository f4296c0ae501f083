package io.tidemark.query.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.tidemark.query.Backends;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, the login of browsers, roles, and that nothing is open which should not be. */
@QuarkusTest
@TestProfile(Secured.class)
@QuarkusTestResource(Backends.class)
class LoginQuarkusTest {
    private static final Map<String, Object> VIEWER = Map.of("preferred_username", "ann", "groups", List.of("viewer"));

    @TestHTTPResource("/")
    URI service;

    @jakarta.inject.Inject
    @jakarta.enterprise.inject.Any
    jakarta.enterprise.inject.spi.BeanManager beans;

    @Test
    void nothingIsAnsweredToWhoIsNotKnownOrHasNoRole() {
        var stranger = Map.<String, Object>of("preferred_username", "eve", "groups", List.of("accounting"));
        var paths = new ArrayList<>(List.of("/q/openapi", "/graphql/schema.graphql", "/q/info"));
        var api = with(VIEWER)
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        Map<String, Map<String, Object>> documented = api.getMap("paths");

        assertThat(documented).hasSizeGreaterThan(12);
        documented.forEach((path, methods) -> {
            assertThat(methods.keySet()).containsAnyOf("get", "post");
            paths.add(path);
        });
        assertThat(given().redirects().follow(false).get("/anything").header("Location"))
                .as("people are led to the login")
                .startsWith(Issuer.address());
        for (var path : paths) {
            assertThat(given().get(path).statusCode()).as(path).isEqualTo(401);
            assertThat(with(stranger).get(path).statusCode()).as(path).isEqualTo(403);
            assertThat(given().post(path).statusCode()).as(path).isEqualTo(401);
        }
    }

    @Test
    void everyQuestionOfGraphqlAsksForARole() {
        var stranger = Map.<String, Object>of("preferred_username", "eve", "groups", List.of("accounting"));
        var schema = with(VIEWER)
                .get("/graphql/schema.graphql")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        var sdl = Pattern.compile("(?s)\\ntype Query .*?\\n}").matcher(schema);
        assertThat(sdl.find()).isTrue();
        var queries = Pattern.compile("(?m)^  (\\w+)[(:]")
                .matcher(sdl.group())
                .results()
                .map(field -> field.group(1))
                .toList();

        assertThat(queries).contains("top", "ledger", "status");
        for (var query : queries) {
            var body = Map.of("query", "{ %s { __typename } }".formatted(query));
            assertThat(given().contentType("application/json")
                            .body(body)
                            .post("/graphql")
                            .statusCode())
                    .as(query)
                    .isEqualTo(401);
            assertThat(with(stranger)
                            .contentType("application/json")
                            .body(body)
                            .post("/graphql")
                            .statusCode())
                    .as(query)
                    .isEqualTo(403);
        }
        var answering = beans.getBeans(Object.class, jakarta.enterprise.inject.Any.Literal.INSTANCE).stream()
                .map(jakarta.enterprise.inject.spi.Bean::getBeanClass)
                .filter(type -> type.isAnnotationPresent(GraphQLApi.class))
                .toList();
        assertThat(answering)
                .hasSizeGreaterThan(4)
                .allSatisfy(type -> assertThat(type).hasAnnotation(jakarta.annotation.security.RolesAllowed.class));
    }

    @Test
    void thePageHealthAndMetricsAreOpen() {
        var page = given().get("/").then().statusCode(200).extract().asString();
        var script = Pattern.compile("src=\"(/static/bundle/[^\"]+)\"").matcher(page);

        assertThat(script.find()).isTrue();
        for (var path : List.of(script.group(1), "/favicon.svg", "/q/health/live", "/q/metrics")) {
            assertThat(given().get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void aTokenThatIsNotOursIsNotTaken() {
        var later = Instant.now().plusSeconds(100);
        var us = Issuer.address();
        var wrong = Map.of(
                "of another issuer",
                        Issuer.token(VIEWER, "https://elsewhere.example", Issuer.CLIENT, later, Issuer.key()),
                "for another service", Issuer.token(VIEWER, us, "payroll", later, Issuer.key()),
                "expired", Issuer.token(VIEWER, us, Issuer.CLIENT, Instant.now().minusSeconds(100), Issuer.key()),
                "signed by another", Issuer.token(VIEWER, us, Issuer.CLIENT, later, Issuer.newKey()),
                "no token", "sesame");

        assertThat(me(VIEWER).getString("name")).isEqualTo("ann");
        wrong.forEach((how, token) -> assertThat(
                        given().auth().oauth2(token).get("/api/v1/me").statusCode())
                .as(how)
                .isEqualTo(401));
    }

    @Test
    void rolesAreThoseOfTheTokenByTheNamesThatAreConfigured() {
        assertThat(roles("net-viewers")).containsExactly("viewer");
        assertThat(roles("operator")).containsExactly("viewer", "operator");
        assertThat(roles("admin")).containsExactly("viewer", "operator", "admin");
    }

    private List<String> roles(String group) {
        return me(Map.of("preferred_username", "x", "groups", List.of(group))).getList("roles");
    }

    @Test
    void theClaimLimitsWhatIsSeenAndOneThatCannotBeReadLimitsItToNothing() {
        assertThat(namespaces(Map.of())).isNull();
        assertThat(namespaces(Map.of("tidemark", Map.of()))).isNull();
        assertThat(namespaces(Map.of("tidemark", Map.of("namespaces", List.of("shop", "pay")))))
                .containsExactly("pay", "shop");
        assertThat(namespaces(Map.of("tidemark", Map.of("namespaces", "shop")))).containsExactly("shop");
        assertThat(namespaces(Map.of("tidemark", Map.of("namespaces", List.of("*")))))
                .isNull();
        assertThat(namespaces(Map.of("tidemark", Map.of("namespaces", List.of()))))
                .isEmpty();
        assertThat(namespaces(Map.of("tidemark", Map.of("namespaces", List.of(7)))))
                .isEmpty();
        assertThat(namespaces(Map.of("tidemark", "shop"))).isEmpty();
    }

    private List<String> namespaces(Map<String, Object> claims) {
        var all = new java.util.HashMap<>(VIEWER);
        all.putAll(claims);
        return me(all).getList("namespaces");
    }

    @Test
    void aBrowserLogsInComesBackToWhereItWasAndLogsOut() throws Exception {
        Issuer.visitor(Map.of("preferred_username", "bob", "groups", List.of("operator")));
        try (var browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
            var before = get(browser, service.resolve("/api/v1/me"));
            var there = follow(browser, service.resolve("/login?to=/%23view=ledger"));
            var me = get(browser, service.resolve("/api/v1/me"));
            var goodbye = follow(browser, service.resolve("/logout"));
            var after = get(browser, service.resolve("/api/v1/me"));

            assertThat(before.statusCode()).isEqualTo(401);
            assertThat(there.getFirst().toString())
                    .startsWith(Issuer.address() + "/authorize")
                    .contains("code_challenge=");
            assertThat(there.getLast()).isEqualTo(service.resolve("/#view=ledger"));
            assertThat(JsonPath.from(me.body()).getString("name")).isEqualTo("bob");
            assertThat(JsonPath.from(me.body()).getList("roles")).containsExactly("viewer", "operator");
            assertThat(goodbye.toString()).contains(Issuer.address() + "/logout");
            assertThat(after.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void theSessionIsOutOfReachOfScriptsAndOfOtherSites() throws Exception {
        Issuer.visitor(VIEWER);
        var cookies = new CookieManager();
        try (var browser = HttpClient.newBuilder().cookieHandler(cookies).build()) {
            var next = service.resolve("/login");
            var set = new ArrayList<String>();
            for (int i = 0; next != null && i < 8; i++) {
                var response = get(browser, next);
                set.addAll(response.headers().allValues("Set-Cookie"));
                var from = next;
                next = response.headers()
                        .firstValue("Location")
                        .map(from::resolve)
                        .orElse(null);
            }

            assertThat(set)
                    .filteredOn(cookie -> cookie.startsWith("q_session") && !cookie.contains("Max-Age=0;"))
                    .isNotEmpty()
                    .allSatisfy(
                            cookie -> assertThat(cookie).contains("HTTPOnly").contains("SameSite=Lax"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//elsewhere.example/",
                "https://elsewhere.example/",
                "/%5Celsewhere.example",
                "/%09/elsewhere.example"
            })
    void theLoginLeadsToNoOtherSite(String to) throws Exception {
        Issuer.visitor(VIEWER);
        try (var browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
            var there = follow(browser, service.resolve("/login?to=" + to));

            assertThat(there.getLast()).isEqualTo(service.resolve("/"));
        }
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBackAndNobodyElseIs() {
        var greedy = Issuer.token(Map.of("preferred_username", "greedy", "groups", List.of("viewer")));
        io.restassured.response.Response refused = null;
        for (int i = 0; refused == null && i < 1000; i++) {
            var response = given().auth().oauth2(greedy).get("/api/v1/me");
            refused = response.statusCode() == 429 ? response : null;
        }

        assertThat(refused).isNotNull();
        assertThat(refused.contentType()).startsWith("application/problem+json");
        assertThat(refused.jsonPath().getString("type")).isEqualTo("urn:tidemark:problem:too-many-requests");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        assertThat(me(VIEWER).getString("name")).isEqualTo("ann");
        assertThat(given().get("/q/metrics").asString())
                .containsPattern("(?m)^tidemark_query_requests_refused_total(\\{.*})? [1-9]");
    }

    @Test
    void whatAnotherSitesPageSendsIsRefused() {
        var question = Map.of("query", "{ status { version } }");
        for (var header : Map.of("Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site")
                .entrySet()) {
            var response = with(VIEWER)
                    .header(header.getKey(), header.getValue())
                    .contentType("application/json")
                    .body(question)
                    .post("/graphql");
            assertThat(response.statusCode()).as(header.toString()).isEqualTo(403);
        }
        assertThat(given().header("Sec-Fetch-Site", "cross-site").get("/logout").statusCode())
                .isEqualTo(403);
        assertThat(with(VIEWER)
                        .header("Sec-Fetch-Site", "same-origin")
                        .contentType("application/json")
                        .body(question)
                        .post("/graphql")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void overTlsBrowsersAreToldToComeBackByTlsOnly() {
        assertThat(given().header("X-Forwarded-Proto", "https").get("/").header("Strict-Transport-Security"))
                .isEqualTo("max-age=31536000");
        assertThat(given().get("/").header("Strict-Transport-Security")).isNull();
    }

    @Test
    void aBodyThatNoQuestionNeedsIsRefused() {
        assertThat(with(VIEWER)
                        .contentType("application/json")
                        .body("x".repeat(300_000))
                        .post("/graphql")
                        .statusCode())
                .isEqualTo(413);
    }

    private static List<URI> follow(HttpClient browser, URI start) throws IOException, InterruptedException {
        var seen = new ArrayList<URI>();
        var next = start;
        for (int i = 0; next != null && i < 8; i++) {
            var from = next;
            next = get(browser, next)
                    .headers()
                    .firstValue("Location")
                    .map(from::resolve)
                    .orElse(null);
            if (next != null) {
                seen.add(next);
            }
        }
        return seen;
    }

    private static HttpResponse<String> get(HttpClient browser, URI address) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    private static RequestSpecification with(Map<String, Object> claims) {
        return given().auth().oauth2(Issuer.token(claims));
    }

    private static JsonPath me(Map<String, Object> claims) {
        return with(claims).get("/api/v1/me").then().statusCode(200).extract().jsonPath();
    }
}
