package io.tidemark.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dashboards work on anybody's Grafana, can be read, and ask for metrics that a service has. */
class DashboardTest {
    private static final Pattern OWN_METRIC = Pattern.compile("tidemark_(capture|aggregator|query)_[a-z0-9_]+");

    static List<Path> dashboards() throws IOException {
        try (var files = Files.list(Chart.FOLDER.resolve("dashboards"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void theDatasourceIsTheReadersChoice(Path file) {
        var dashboard = read(file);

        assertThat(dashboard.has("uid")).as("a fixed uid collides").isFalse();
        assertThat(dashboard.has("id")).isFalse();
        assertThat(dashboard
                        .at("/templating/list")
                        .valueStream()
                        .map(variable -> variable.path("type").asText()))
                .contains("datasource");
        assertThat(dashboard.findValues("datasource"))
                .allSatisfy(datasource ->
                        assertThat(datasource.path("uid").asText()).isIn("${datasource}", "${database}"));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelSaysWhatItShowsAndInWhichUnit(Path file) {
        for (JsonNode panel : panels(file)) {
            var title = panel.path("title").asText();

            assertThat(title).isNotBlank();
            assertThat(panel.path("description").asText()).as(title).endsWith(".");
            assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                    .as(title)
                    .isNotBlank();
            assertThat(panel.path("targets")).as(title).isNotEmpty().allSatisfy(target -> {
                if (target.has("rawSql")) {
                    assertThat(target.path("rawSql").asText()).as(title).contains("$__timeFilter(", "'$source'");
                    assertThat(target.path("format").asText()).as(title).isIn("time_series", "table");
                } else {
                    assertThat(target.path("expr").asText()).as(title).isNotBlank();
                    assertThat(target.path("legendFormat").asText()).as(title).isNotBlank();
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void ratesTakeGrafanasInterval(Path file) {
        for (String query : queries(file)) {
            assertThat(query.replace("[$__rate_interval]", "")).as(query).doesNotContain("[");
            assertThat(Pattern.compile("rate\\([^)]*}\\)").matcher(query).find())
                    .as(query)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void countersAreReadAsRatesOrDifferences(Path file) {
        for (String query : queries(file)) {
            if (query.contains("_total") && !query.contains("rate(")) {
                assertThat(query)
                        .satisfiesAnyOf(
                                q -> assertThat(q).contains(" - "),
                                q -> assertThat(q).startsWith("count("));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsDoNotOverlapAndHaveANumberEach(Path file) {
        var numbers = new HashSet<Integer>();
        var cells = new HashSet<List<Integer>>();
        for (JsonNode panel : read(file).path("panels")) {
            var grid = panel.path("gridPos");
            var title = panel.path("title").asText();
            assertThat(numbers.add(panel.path("id").asInt())).as(title).isTrue();
            assertThat(grid.path("x").asInt() + grid.path("w").asInt())
                    .as(title)
                    .isLessThanOrEqualTo(24);
            for (int x = 0; x < grid.path("w").asInt(); x++) {
                for (int y = 0; y < grid.path("h").asInt(); y++) {
                    var cell =
                            List.of(grid.path("x").asInt() + x, grid.path("y").asInt() + y);
                    assertThat(cells.add(cell)).as(title).isTrue();
                }
            }
        }
    }

    /** A name on a dashboard that no service declares shows "No data" for ever, and nobody knows why. */
    @ParameterizedTest
    @MethodSource("dashboards")
    void everyMetricIsDeclaredByItsService(Path file) {
        var names = new TreeSet<String>();
        for (String query : queries(file)) {
            OWN_METRIC.matcher(query).results().forEach(match -> names.add(match.group()));
        }

        assertThat(names.isEmpty()).isEqualTo(queries(file).isEmpty());
        assertThat(names).allSatisfy(name -> {
            var service = name.split("_")[1];
            var source = ServiceSources.of(service);
            assertThat(spellings(name.substring(("tidemark_" + service + "_").length())))
                    .as(name)
                    .anyMatch(dotted -> source.contains("\"tidemark." + service + "." + dotted + "\"")
                            || source.contains("\"tidemark." + service + ".\" + name")
                                    && source.contains("\"" + dotted + "\""));
        });
    }

    @Test
    void theConfigMapCarriesTheFileAndGrafanasLabel() {
        var map = Manifest.one(Chart.render(Chart.variant("production")), "ConfigMap", "-dashboard-tidemark");

        assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
        assertThat(map.json()
                        .path("metadata")
                        .path("annotations")
                        .path("grafana_folder")
                        .asText())
                .isEqualTo("Network");
        assertThat(Manifest.all(map.json().path("data").path("tidemark.json").asText())
                        .getFirst()
                        .json())
                .isEqualTo(Manifest.all(Chart.FOLDER.resolve("dashboards/tidemark.json"))
                        .getFirst()
                        .json());
    }

    /** Micrometer puts the base unit and _total at the end of a name; what is before may be the name in the code. */
    private static List<String> spellings(String name) {
        var spellings = new ArrayList<String>();
        var rest = name;
        spellings.add(rest.replace('_', '.'));
        for (String suffix : List.of("_total", "_bucket", "_count", "_sum", "_max", "_bytes", "_seconds")) {
            if (rest.endsWith(suffix)) {
                rest = rest.substring(0, rest.length() - suffix.length());
                spellings.add(rest.replace('_', '.'));
            }
        }
        return spellings;
    }

    private static List<String> queries(Path file) {
        return panels(file).stream()
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> target.path("expr").asText())
                .filter(query -> !query.isEmpty())
                .toList();
    }

    private static List<JsonNode> panels(Path file) {
        return read(file)
                .path("panels")
                .valueStream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    private static JsonNode read(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
