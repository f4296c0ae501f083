package io.tidemark.cli.ask;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code tidemark observe}: conversations window by window, those that were and, with --follow, those that come. */
public final class ObserveCommand extends Asking {
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final PositionalParamSpec filter = PositionalParamSpec.builder()
            .paramLabel("FILTER")
            .arity("0..1")
            .type(String.class)
            .description("Only conversations that meet this condition, as 'tidemark query' has it")
            .build();

    private final OptionSpec follow = OptionSpec.builder("-f", "--follow")
            .arity("0")
            .type(boolean.class)
            .defaultValue("false")
            .description("Go on with each window that comes in, until Ctrl-C; a lost server is waited for")
            .build();

    private final OptionSpec limit = Options.limit(20, "Conversations of each window at most, the largest first");

    /** Of this process. */
    public ObserveCommand() {
        this(Surroundings.ofProcess());
    }

    ObserveCommand(Surroundings surroundings) {
        super("observe", surroundings);
        common.addRangeTo(spec(), "2m").addPositional(filter).addOption(follow).addOption(limit);
        spec().usageMessage()
                .header("Prints who talks to whom, window by window.")
                .description("A window is printed when it is whole, and once: what comes too late for it is said on "
                        + "stderr. With --follow alone it begins with the windows of the last two minutes.%n")
                .footer(
                        "",
                        "Examples:",
                        "  tidemark observe --follow",
                        "  tidemark observe -f 'any.namespace == \"shop\"' --format jsonl | jq .server",
                        "  tidemark observe --last 10m 'retransmitted_packets > 0'");
    }

    @Override
    int run(Server server) throws IOException {
        int rows = limit.getValue();
        if (rows < 1) {
            throw new ParameterException(spec().commandLine(), "--limit %d is not at least 1".formatted(rows));
        }
        var lines = new Conversations(this);
        var told = new HashMap<Instant, Boolean>();
        if (hasRange() || !follow.<Boolean>getValue()) {
            past(server, lines, rows).forEach(window -> told.put(window, false));
            out.flush();
        }
        while (follow.<Boolean>getValue() && !out.checkError()) {
            try {
                follow(server, lines, rows, told);
                say("the stream has ended; asking again");
            } catch (Refused e) {
                if (!e.isTooOften()) {
                    throw e;
                }
                say(e.getMessage() + "; asking again");
            } catch (IOException | UncheckedIOException e) {
                say(e.getMessage() + "; asking again");
            }
            if (!waited()) {
                break;
            }
        }
        return 0;
    }

    private boolean hasRange() {
        return !common.ask("", now()).text().equals(new Question("").text());
    }

    /** The windows of the range; those that were printed. */
    private Set<Instant> past(Server server, Conversations lines, int rows) throws IOException {
        var now = now();
        var range = common.ask("timeseries", now);
        if (range.value("from").isEmpty() && range.value("source").isEmpty()) {
            range.with("from", now.minusSeconds(120)).with("to", now);
        }
        var windows =
                server.ask(range.with("by", "none").with("metric", "flows").with("filter", filter.getValue()));
        long seconds = windows.path("step_seconds").asLong();
        var printed = new HashSet<Instant>();
        for (int i = 0; i < windows.path("times").size(); i++) {
            var start = Instant.parse(windows.path("times").get(i).asText());
            boolean seen = windows.path("series").size() > 0
                    && windows.path("series").get(0).path("values").get(i).asLong() > 0;
            if (seen && printed.add(start)) {
                print(server, lines, rows, start, start.plusSeconds(seconds), common.sources());
            }
        }
        sayWhatIsMissing(windows);
        return printed;
    }

    /** @param told windows that were printed; true: the stream has told of them */
    private void follow(Server server, Conversations lines, int rows, Map<Instant, Boolean> told) throws IOException {
        var question = new Question("live/windows")
                .with("source", common.sources().size() == 1 ? common.sources().getFirst() : null);
        try (var events = server.events(question)) {
            var data = events.filter(line -> line.startsWith("data:")).iterator();
            while (!out.checkError() && data.hasNext()) {
                window(server, lines, rows, told, server.parse(data.next().substring(5)));
            }
        }
    }

    private void window(Server server, Conversations lines, int rows, Map<Instant, Boolean> told, JsonNode window)
            throws IOException {
        var start = Instant.parse(window.path("window_start").asText());
        var source = window.path("source").asText();
        if (!common.sources().isEmpty() && !common.sources().contains(source)) {
            return;
        }
        var before = told.put(start, true);
        if (before != null) {
            if (before) {
                say("something came late for the window of %s, which is printed already".formatted(start));
            }
            return;
        }
        print(
                server,
                lines,
                rows,
                start,
                Instant.parse(window.path("window_end").asText()),
                List.of(source));
        sayWhatIsMissing(window);
        out.flush();
    }

    private void print(Server server, Conversations lines, int rows, Instant from, Instant to, List<String> sources)
            throws IOException {
        var question =
                new Question("conversations").with("from", from).with("to", to).with("filter", filter.getValue());
        sources.forEach(source -> question.with("source", source));
        var found = Paged.of(server, question, rows);
        lines.print(
                from,
                found.rows(),
                found.answer().path("total_rows").asLong() - found.rows().size());
    }

    private static boolean waited() {
        try {
            Thread.sleep(AGAIN);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
