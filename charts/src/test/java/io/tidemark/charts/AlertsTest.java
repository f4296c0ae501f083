package io.tidemark.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts fire when they should and then only, tell where to read on, and can be left out. */
class AlertsTest {
    private static final Path TESTS = Path.of("src/test/alerts/alerts.yaml");
    private static final Path RUNBOOK = Path.of("../docs/runbook");

    @Test
    void promtoolTakesTheRulesAndItsTestsOfThemPass() throws Exception {
        var promtool = promtool();
        var folder = Files.createDirectories(Path.of("target/alerts").toAbsolutePath());
        var spec = rule(Map.of()).json().path("spec");
        Files.writeString(folder.resolve("rules.yaml"), new ObjectMapper().writeValueAsString(spec)); // JSON is YAML
        Files.copy(TESTS, folder.resolve("alerts.yaml"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThat(run(folder, promtool, "check", "rules", "rules.yaml")).contains("SUCCESS");
        assertThat(run(folder, promtool, "test", "rules", "alerts.yaml")).contains("SUCCESS");
    }

    @Test
    void everyAlertHasATestAndAPageInTheRunbook() throws IOException {
        var tests = Files.readString(TESTS);

        for (JsonNode alert : alerts(rule(Map.of()))) {
            var name = alert.path("alert").asText();
            var page = RUNBOOK.resolve(name + ".md");
            assertThat(tests).as(name + " in promtool's tests").contains(name);
            assertThat(page).exists();
            assertThat(Files.readString(page)).as(name).contains("## What it means", "## What to do");
            assertThat(alert.at("/annotations/runbook_url").asText()).isEqualTo("docs/runbook/" + name + ".md");
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
        }
    }

    @Test
    void everyPageOfTheRunbookBelongsToAnAlert() throws IOException {
        var names = alerts(rule(Map.of())).stream()
                .map(alert -> alert.path("alert").asText() + ".md")
                .toList();

        try (Stream<Path> pages = Files.list(RUNBOOK)) {
            assertThat(pages.map(page -> page.getFileName().toString()).filter(page -> !page.equals("README.md")))
                    .containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void anAlertCanBeLeftOutAndTheRunbookCanLieElsewhere() {
        var rule = rule(Map.of(
                "monitoring.rules.disabled[0]", "TidemarkDiskFills",
                "monitoring.rules.runbookUrl", "https://wiki.example.org/tidemark/"));

        assertThat(alerts(rule))
                .extracting(alert -> alert.path("alert").asText())
                .doesNotContain("TidemarkDiskFills");
        assertThat(alerts(rule).getFirst().at("/annotations/runbook_url").asText())
                .isEqualTo("https://wiki.example.org/tidemark/TidemarkLedgerUnbalanced.md");
    }

    private static Manifest rule(Map<String, ?> changes) {
        return Manifest.one(Chart.render("production", changes), "PrometheusRule", "-alerts");
    }

    private static List<JsonNode> alerts(Manifest rule) {
        var alerts = new ArrayList<JsonNode>();
        for (JsonNode group : rule.at("/spec/groups")) {
            group.path("rules").forEach(one -> {
                if (one.has("alert")) {
                    alerts.add(one);
                }
            });
        }
        return alerts;
    }

    /** The system's, or what ./tidemark test has unpacked. */
    private static String promtool() {
        var found = Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")).map(Path::of),
                        Stream.of(Path.of("../target/images/debian/usr/bin").toAbsolutePath()))
                .map(folder -> folder.resolve("promtool"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(
                found.isPresent(),
                "no promtool here (Debian: apt-get install prometheus); ./tidemark test as root gets it");
        return found.orElseThrow().toString();
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
