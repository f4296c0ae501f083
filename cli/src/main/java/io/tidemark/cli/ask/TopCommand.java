package io.tidemark.cli.ask;

import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code tidemark top}: the largest of something, once or again and again. */
public final class TopCommand extends Asking {
    private final PositionalParamSpec by = PositionalParamSpec.builder()
            .paramLabel("WHAT")
            .arity("0..1")
            .type(String.class)
            .defaultValue("host")
            .description("host, workload, namespace, conversation, application, protocol, or fields as "
                    + "'tidemark query --group-by' has them. Default: host")
            .build();

    private final OptionSpec filter = OptionSpec.builder("--filter")
            .paramLabel("FILTER")
            .type(String.class)
            .description("Only traffic that meets this condition, as 'tidemark query' has it")
            .build();

    private final OptionSpec metric = Options.metric();
    private final OptionSpec limit = Options.limit(10, "Rows at most");
    private final OptionSpec compare = Options.compare();
    private final OptionSpec every =
            Options.length("--every", "Ask again after this time, until Ctrl-C; a terminal is cleared in between");

    /** Of this process. */
    public TopCommand() {
        this(Surroundings.ofProcess());
    }

    TopCommand(Surroundings surroundings) {
        super("top", surroundings);
        common.addRangeTo(spec(), "1h")
                .addPositional(by)
                .addOption(filter)
                .addOption(metric)
                .addOption(limit)
                .addOption(compare)
                .addOption(every);
        spec().usageMessage()
                .header("Shows the largest talkers of a running Tidemark.")
                .description(
                        "What all rows leave out stands under them as other, so that the lines of what has one end "
                                + "add up to the total.%n")
                .footer(
                        "",
                        "Examples:",
                        "  tidemark top",
                        "  tidemark top conversation --compare 1d    the busiest, and a day before",
                        "  tidemark top workload --last 1d --compare 1w",
                        "  tidemark top conversation --filter 'dst.port == 443' --every 10s",
                        "  tidemark top application --metric round_trip_p99 --format csv");
    }

    @Override
    int run(Server server) throws IOException {
        int rows = limit.getValue();
        if (rows < 1) {
            throw new ParameterException(spec().commandLine(), "--limit %d is not at least 1".formatted(rows));
        }
        Duration pause = every.getValue();
        do {
            if (pause != null && terminal.interactive()) {
                out.print("\033[H\033[2J");
            }
            var question = common.ask("top", now())
                    .with("by", by.getValue())
                    .with("filter", filter.getValue())
                    .with("metric", metric.getValue())
                    .with("compare", compare.getValue());
            new Ranked(this, server).print(question, rows);
            out.flush();
        } while (pause != null && !out.checkError() && waited(pause));
        return 0;
    }

    private static boolean waited(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
