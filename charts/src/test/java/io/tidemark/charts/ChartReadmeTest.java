package io.tidemark.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Keeps the table of values in the chart's README as values.yaml has it. Made anew with
 * {@code mvn -pl charts -am test -Dtest=ChartReadmeTest -Dsurefire.failIfNoSpecifiedTests=false -Dtidemark.regenerate=true}.
 */
class ChartReadmeTest {
    private static final Path README = Chart.FOLDER.resolve("README.md");
    private static final String BEGIN = "<!-- values: made of values.yaml by ChartReadmeTest -->\n";
    private static final String END = "<!-- end of values -->\n";
    private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z][A-Za-z0-9]*):(.*)$");

    @Test
    void theReadmesTableIsWhatValuesSay() throws IOException {
        var readme = Files.readString(README);
        var expected = readme.substring(0, readme.indexOf(BEGIN) + BEGIN.length())
                + table()
                + readme.substring(readme.indexOf(END));

        if (Boolean.getBoolean("tidemark.regenerate")) {
            Files.writeString(README, expected);
        }

        assertThat(Files.readString(README))
                .as("the table of values is stale: run this test with -Dtidemark.regenerate=true and commit README.md")
                .isEqualTo(expected);
    }

    @Test
    void everyValueHasItsSentence() throws IOException {
        var described = rows().stream().map(Row::key).toList();
        var leaves = new ArrayList<String>();
        collectLeaves(
                "", Manifest.all(Chart.FOLDER.resolve("values.yaml")).getFirst().json(), described, leaves);

        assertThat(leaves).isEmpty();
        assertThat(rows())
                .allSatisfy(row -> assertThat(row.sentence()).as(row.key()).endsWith("."));
    }

    /** Values below which nothing is described any more, and that are not described themselves. */
    private static void collectLeaves(String path, JsonNode values, List<String> described, List<String> undescribed) {
        if (described.contains(path)) {
            return;
        }
        if (!values.isObject()) {
            undescribed.add(path);
            return;
        }
        values.properties()
                .forEach(entry -> collectLeaves(
                        path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                        entry.getValue(),
                        described,
                        undescribed));
    }

    private static String table() throws IOException {
        var table = new StringBuilder("\n| key | default | |\n|---|---|---|\n");
        for (Row row : rows()) {
            table.append("| `%s` | `%s` | %s |\n"
                    .formatted(row.key(), row.standard(), row.sentence().replace("|", "\\|")));
        }
        return table.append('\n').toString();
    }

    private static List<Row> rows() throws IOException {
        var values =
                Manifest.all(Chart.FOLDER.resolve("values.yaml")).getFirst().json();
        var rows = new ArrayList<Row>();
        var path = new ArrayDeque<String>();
        String sentence = null;
        for (String line : Files.readAllLines(Chart.FOLDER.resolve("values.yaml"))) {
            var comment = line.strip();
            if (comment.startsWith("# -- ")) {
                sentence = comment.substring(5);
                continue;
            }
            var key = KEY.matcher(line);
            if (key.matches()) {
                while (path.size() > key.group(1).length() / 2) {
                    path.removeLast();
                }
                path.addLast(key.group(2));
                if (sentence != null) {
                    rows.add(new Row(
                            String.join(".", path),
                            values.at("/" + String.join("/", path)).toString(),
                            sentence));
                }
            }
            sentence = null;
        }
        return rows;
    }

    /** One line of the table. */
    private record Row(String key, String standard, String sentence) {}
}
