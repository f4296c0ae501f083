package io.tidemark.cli.ask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code tidemark query}: traffic that a filter takes, split by any fields, as sums or over time. */
public final class QueryCommand extends Asking {
    private final PositionalParamSpec filter = PositionalParamSpec.builder()
            .paramLabel("FILTER")
            .arity("0..1")
            .type(String.class)
            .description(
                    "Condition in CEL, such as 'src.namespace == \"shop\" && dst.port in [80, 443]'. Default: all traffic")
            .build();

    private final OptionSpec groupBy = OptionSpec.builder("--group-by")
            .paramLabel("FIELD[,FIELD...]")
            .type(String.class)
            .defaultValue("none")
            .description("Up to five fields, such as src.entity,dst.port. Default: none, the sum of all")
            .build();

    private final OptionSpec metric = Options.metric();
    private final OptionSpec limit = Options.limit(20, "Rows at most, or series");
    private final OptionSpec compare = Options.compare();

    private final OptionSpec overTime = OptionSpec.builder("--over-time")
            .arity("0")
            .type(boolean.class)
            .defaultValue("false")
            .description("A line for each step of time, not for the whole range")
            .build();

    private final OptionSpec step =
            Options.length("--step", "Length of a step (10s, 5m, 1h). Default: the finest that fits");

    /** Of this process. */
    public QueryCommand() {
        this(Surroundings.ofProcess());
    }

    QueryCommand(Surroundings surroundings) {
        super("query", surroundings);
        common.addRangeTo(spec(), "1h")
                .addPositional(filter)
                .addOption(groupBy)
                .addOption(metric)
                .addOption(limit)
                .addOption(compare)
                .addOption(overTime)
                .addOption(step);
        spec().usageMessage()
                .header("Asks a running Tidemark about traffic.")
                .description("Fields and functions: docs/reference/filter.md, or GET /api/v1/fields.%n")
                .footer(
                        "",
                        "Examples:",
                        "  tidemark query 'dst.port == 443' --group-by src.entity,dst.entity",
                        "  tidemark query --group-by protocol --over-time --step 1m --format csv",
                        "  tidemark query 'any.addr == ip(\"10.0.0.1\")' --group-by application --last 1d",
                        "  tidemark query --group-by dst.namespace --format jsonl | jq .bytes");
    }

    @Override
    int run(Server server) throws IOException {
        boolean series = overTime.<Boolean>getValue() || step.getValue() != null;
        int rows = limit.getValue();
        if (rows < 1 || series && rows > 50) {
            throw new ParameterException(
                    spec().commandLine(),
                    series
                            ? "--limit %d is not between 1 and 50, as series have it".formatted(rows)
                            : "--limit %d is not at least 1".formatted(rows));
        }
        var question = common.ask(series ? "timeseries" : "top", now())
                .with("filter", filter.getValue())
                .with("by", groupBy.getValue())
                .with("metric", metric.getValue())
                .with("compare", compare.getValue());
        if (series) {
            Duration length = step.getValue();
            series(server, question.with("step", length).with("limit", rows));
        } else {
            new Ranked(this, server).print(question, rows);
        }
        return 0;
    }

    private void series(Server server, Question question) throws IOException {
        if (common.form() == Form.CSV) {
            out.print(server.csv(question));
            return;
        }
        var answer = server.ask(question);
        if (common.form() == Form.JSONL) {
            lines(answer);
        } else {
            out.print(table(answer).text(terminal));
        }
        sayWhatIsMissing(answer);
    }

    /** An object for each step of each series. */
    private void lines(JsonNode answer) throws IOException {
        var mapper = new ObjectMapper();
        for (var one : answer.path("series")) {
            for (int i = 0; i < answer.path("times").size(); i++) {
                var object = mapper.createObjectNode();
                object.set("time", answer.path("times").get(i));
                for (int d = 0; d < answer.path("by").size(); d++) {
                    object.set(
                            answer.path("by").get(d).asText(),
                            one.path("group").isNull()
                                    ? null
                                    : one.path("group").get(d));
                }
                object.set("name", one.path("name"));
                object.set(answer.path("metric").asText(), one.path("values").get(i));
                if (one.path("earlier").isArray()) {
                    object.set("earlier", one.path("earlier").get(i));
                }
                out.println(mapper.writeValueAsString(object));
            }
        }
    }

    /** Time down, series across. */
    private static Grid table(JsonNode answer) {
        var head = new ArrayList<>(List.of("time (UTC)"));
        answer.path("series").forEach(one -> head.add(one.path("name").asText()));
        var numbers = new ArrayList<>(Collections.nCopies(head.size(), true));
        numbers.set(0, false);
        var grid = new Grid(head, numbers);
        for (int i = 0; i < answer.path("times").size(); i++) {
            var cells = new ArrayList<>(
                    List.of(Words.time(answer.path("times").get(i).asText())));
            for (var one : answer.path("series")) {
                var value = one.path("values").get(i);
                cells.add(
                        value.isNumber()
                                ? Words.amount(
                                        value.asLong(), answer.path("unit").asText())
                                : "-");
            }
            grid.add(cells);
        }
        return grid;
    }
}
