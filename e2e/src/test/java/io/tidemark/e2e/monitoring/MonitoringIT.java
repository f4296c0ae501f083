package io.tidemark.e2e.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.e2e.system.House;
import io.tidemark.e2e.system.Tidemark;
import io.tidemark.e2e.system.Wait;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What the services tell of themselves while live windows come and go: listed on the page, and enough to answer every panel of every
 * dashboard and to evaluate every alert of the chart. What only a cluster has (consumer lag of Kafka's exporter, volumes of the kubelet)
 * is asked in the test on a cluster.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringIT {
    private static final Path PAGE = House.root().resolve("docs/reference/metrics.md");
    private static final Path CHART = House.root().resolve("charts/tidemark");
    private static final List<String> SERVICES = List.of("capture", "aggregator", "query");
    private static final String NAMESPACE = "traffic";

    private Tidemark tidemark;

    @BeforeAll
    void startTheDemo() throws IOException {
        var folder = Tidemark.freshFolder("monitoring");
        var networks = Files.writeString(folder.resolve("networks"), "10.20.0.0/16 house\n10.42.0.0/16 cameras\n");
        tidemark = Tidemark.start(
                folder, List.of("env", "TIDEMARK_AGGREGATOR_NETWORKS_FILE=" + networks), List.of("demo"));
        tidemark.awaitOpen();
    }

    @AfterAll
    void stop() throws IOException {
        tidemark.close();
    }

    /** Regenerate with -Dtidemark.regenerate=true, read what changed, and commit it. */
    @Test
    void theMetricsPageIsWhatTheServicesTell() throws Exception {
        awaitALiveWindowInTheStore();
        var page = new MetricsPage();
        for (var service : SERVICES) {
            page.add(service + "-service", scrape(service));
        }

        if (Boolean.getBoolean("tidemark.regenerate")) {
            Files.writeString(PAGE, page.toString());
        }

        assertThat(Files.readString(PAGE))
                .as("docs/reference/metrics.md is stale; the test's javadoc says how to make it anew")
                .isEqualTo(page.toString());
    }

    @Test
    void everyPanelAndEveryAlertIsAnsweredByAPrometheusThatScrapedTheServices() throws Exception {
        var rules = Files.readString(CHART.resolve("files/alerts.yaml")).replace("$namespace", NAMESPACE);
        try (var prometheus = Prometheus.start(House.target().resolve("runs/prometheus"), targets(), rules)) {
            awaitALiveWindowInTheStore();
            Wait.until(
                    "freshness of some windows",
                    Duration.ofMinutes(2),
                    () -> prometheus.ask("sum(rate(tidemark_query_freshness_seconds_count[1m])) > 0"),
                    answer -> !answer.isEmpty());

            // a rate is there once each service was scraped twice
            awaitAnswers("panels", () -> unanswered(prometheus, panels()));
            awaitAnswers("alerts", () -> unanswered(prometheus, measures(prometheus.rules())));
        }
    }

    @Test
    void everyPanelThatAsksPostgresqlIsAnswered() throws Exception {
        awaitALiveWindowInTheStore();
        var queries = new ArrayList<String>();
        targets("rawSql")
                .forEach(sql -> queries.add(sql.replace("'$source'", "'live'")
                        .replaceAll(
                                "\\$__timeFilter\\(([a-z._]+)\\)", "$1 BETWEEN now() - interval '1 hour' AND now()")));

        assertThat(queries).isNotEmpty();
        // the first live window may close before a packet was seen
        awaitAnswers("panels that ask PostgreSQL", () -> {
            var unanswered = new ArrayList<String>();
            for (var query : queries) {
                if (tidemark.database().query(query).isEmpty()) {
                    unanswered.add(query);
                }
            }
            return unanswered;
        });
    }

    private void awaitALiveWindowInTheStore() {
        Wait.until(
                "a live window in PostgreSQL",
                Duration.ofMinutes(2),
                () -> scrape("query"),
                text -> text.lines()
                        .anyMatch(line -> line.startsWith("tidemark_query_freshness_seconds_count")
                                && !line.endsWith(" 0")
                                && !line.endsWith(" 0.0")));
    }

    private static void awaitAnswers(String what, Callable<List<String>> unanswered) {
        Wait.until("an answer to each of the " + what, Duration.ofMinutes(1), unanswered, List::isEmpty);
    }

    /** Queries without an answer. */
    private static List<String> unanswered(Prometheus prometheus, List<String> queries) throws Exception {
        assertThat(queries).hasSizeGreaterThan(10);
        var unanswered = new ArrayList<String>();
        for (var query : queries) {
            if (!query.contains("kafka_consumergroup_lag")
                    && !query.contains("kubelet_volume")
                    && prometheus.ask(query).isEmpty()) {
                unanswered.add(query);
            }
        }
        return unanswered;
    }

    private static List<String> panels() throws IOException {
        return targets("expr").stream()
                .map(query -> query.replace("$namespace", NAMESPACE)
                        .replace("$node", ".*")
                        .replace("$__rate_interval", "1m"))
                .toList();
    }

    /** What the panels of all dashboards ask in this field of theirs: PromQL in expr, SQL in rawSql. */
    private static List<String> targets(String field) throws IOException {
        var queries = new ArrayList<String>();
        try (var files = Files.list(CHART.resolve("dashboards"))) {
            for (var file : files.sorted().toList()) {
                for (JsonNode target :
                        new ObjectMapper().readTree(file.toFile()).findValues("targets")) {
                    target.findValuesAsText(field, queries);
                }
            }
        }
        return queries;
    }

    /** What each rule measures: its expression without comparisons with a number, which would leave nothing on a good day. */
    private static List<String> measures(JsonNode groups) {
        var measures = new ArrayList<String>();
        for (JsonNode group : groups) {
            for (JsonNode rule : group.path("rules")) {
                assertThat(rule.path("health").asText()).as(rule.toString()).isEqualTo("ok");
                measures.add(rule.path("query").asText().replaceAll("\\s[<>]=?\\s[0-9.]+", ""));
            }
        }
        return measures;
    }

    /** Labels as the Prometheus operator gives them for the chart's monitors. */
    private Map<String, Map<String, String>> targets() throws IOException {
        var targets = new LinkedHashMap<String, Map<String, String>>();
        for (var service : SERVICES) {
            targets.put(
                    "127.0.0.1:" + port(service),
                    Map.of(
                            "namespace",
                            NAMESPACE,
                            "pod",
                            "t1-tidemark-" + service + "-0",
                            "container",
                            service,
                            "node",
                            "one"));
        }
        return targets;
    }

    private String scrape(String service) throws IOException, InterruptedException {
        var address = URI.create("http://127.0.0.1:%s/q/metrics".formatted(port(service)));
        // as Prometheus asks: an upgrade to HTTP/2 in the clear was once answered without an end
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var request = HttpRequest.newBuilder(address)
                    .timeout(Duration.ofSeconds(20))
                    .header("Accept", "text/plain;version=0.0.4")
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    private String port(String service) throws IOException {
        var settings = new Properties();
        try (var in = Files.newBufferedReader(tidemark.data().resolve("run/%s.properties".formatted(service)))) {
            settings.load(in);
        }
        return settings.getProperty("quarkus.http.port");
    }
}
