package io.tidemark.cli.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.cli.StandardOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.CommandSpec;

/** A command that asks a server: answers go to stdout, all else to stderr. */
abstract class Asking implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int WRONG = 2;
    private static final Duration SOON = Duration.ofMinutes(1);

    private static final Map<String, String> EXIT_STATUS = new LinkedHashMap<>();

    static {
        EXIT_STATUS.put("0", "answered; what is incomplete is said on stderr");
        EXIT_STATUS.put("1", "the server cannot be reached, or cannot answer");
        EXIT_STATUS.put("2", "wrong usage, or a question that the server refuses");
    }

    /** Where what is said goes, and what is known of it. */
    record Surroundings(PrintStream out, PrintStream err, Terminal terminal, Map<String, String> environment) {
        static Surroundings ofProcess() {
            return new Surroundings(System.out, System.err, Terminal.ofProcess(), System.getenv());
        }
    }

    final Common common;
    final PrintStream out;
    final Terminal terminal;
    private final PrintStream err;
    private final String name;
    private final CommandSpec spec;

    Asking(String name, Surroundings surroundings) {
        this.name = name;
        this.out = surroundings.out();
        this.err = surroundings.err();
        this.terminal = surroundings.terminal();
        this.common = new Common(surroundings.environment());
        this.spec =
                StandardOptions.addTo(CommandSpec.wrapWithoutInspection(this)).name(name);
        common.addTo(spec);
        spec.usageMessage()
                .synopsisHeading("%nUsage: ")
                .exitCodeListHeading("%nExit status:%n")
                .exitCodeList(EXIT_STATUS);
    }

    /** What picocli is to know of it. */
    public final CommandSpec spec() {
        return spec;
    }

    /** One more exit status for the help. */
    final void endsWith(int status, String meaning) {
        var all = new LinkedHashMap<>(spec.usageMessage().exitCodeList());
        all.put(Integer.toString(status), meaning);
        spec.usageMessage().exitCodeList(all);
    }

    /** Asks and prints; the exit status. */
    abstract int run(Server server) throws IOException;

    @Override
    public final Integer call() {
        try (var server = common.server()) {
            int status = run(server);
            return out.checkError() ? 0 : status; // who reads has gone (head, less): nothing to complain about
        } catch (Refused e) {
            say(e.getMessage());
            return e.isWronglyAsked() ? WRONG : FAILED;
        } catch (IOException e) {
            say(e.getMessage());
            return FAILED;
        }
    }

    final Instant now() {
        return Instant.now();
    }

    final void say(String message) {
        err.println("tidemark %s: %s".formatted(name, message));
    }

    /** Says what an answer, and what it is compared with, lacks, if it does, and of which part of a range nothing is known. */
    final void sayWhatIsMissing(JsonNode answer) {
        sayWhatIsMissing("", answer);
        if (answer.path("earlier").isObject()) {
            sayWhatIsMissing("earlier, ", answer.path("earlier"));
        }
    }

    private void sayWhatIsMissing(String when, JsonNode answer) {
        if (answer.has("recorded_from") && answer.path("recorded_from").isNull()) {
            say("%snothing was recorded from %s to %s"
                    .formatted(
                            when,
                            answer.path("from").asText(),
                            answer.path("to").asText()));
            return;
        }
        if (answer.has("recorded_from")
                && (isApart(answer, "from", "recorded_from") || isApart(answer, "recorded_to", "to"))) {
            say("%srecorded from %s to %s only"
                    .formatted(
                            when,
                            answer.path("recorded_from").asText(),
                            answer.path("recorded_to").asText()));
        }
        if (!answer.path("complete").asBoolean(true)) {
            var missing = StreamSupport.stream(answer.path("missing_nodes").spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(", "));
            say(when + "not complete: "
                    + (missing.isEmpty() ? "some windows are still to come" : "without " + missing));
        }
    }

    /** By more than the newest windows take to come in. */
    private static boolean isApart(JsonNode answer, String first, String second) {
        return Duration.between(
                                Instant.parse(answer.path(first).asText()),
                                Instant.parse(answer.path(second).asText()))
                        .compareTo(SOON)
                > 0;
    }
}
