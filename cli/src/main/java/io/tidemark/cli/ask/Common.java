package io.tidemark.cli.ask;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Options that all commands that ask a server have: which one, what range of time, which sources, in what form. */
final class Common {
    private static final String SERVER = "TIDEMARK_SERVER";
    private static final String HERE = "http://127.0.0.1:8080/";

    private final OptionSpec server = OptionSpec.builder("--server")
            .paramLabel("URL")
            .type(URI.class)
            .converters(Common::address)
            .description("The query-service to ask, with the token of the environment variable " + Server.TOKEN
                    + ", if there is one. Default: that of " + SERVER + ", else the one on this machine, port 8080")
            .build();

    private final OptionSpec from = OptionSpec.builder("--from")
            .paramLabel("TIME")
            .type(Instant.class)
            .converters(Common::instant)
            .description("First instant, ISO-8601 (2026-01-31T12:00:00Z)")
            .build();

    private final OptionSpec to = OptionSpec.builder("--to")
            .paramLabel("TIME")
            .type(Instant.class)
            .converters(Common::instant)
            .description("First instant after it. Default: now")
            .build();

    private final OptionSpec source = OptionSpec.builder("--source")
            .paramLabel("NAME")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .initialValue(List.of())
            .description(
                    "Only these: live, or the name of a replayed file. May repeat; of a file without --last and --from, all of it")
            .build();

    private final OptionSpec form = OptionSpec.builder("--format")
            .paramLabel("FORM")
            .type(Form.class)
            .defaultValue("table")
            .description("table, jsonl (one JSON object a line) or csv. Default: table")
            .build();

    private final Map<String, String> environment;
    private OptionSpec last;
    private CommandSpec spec;

    Common(Map<String, String> environment) {
        this.environment = environment;
    }

    /** What every command has. */
    CommandSpec addTo(CommandSpec command) {
        spec = command;
        return command.addOption(server).addOption(form);
    }

    /**
     * What commands have that ask about a range of time.
     *
     * @param usual the time up to now that is asked about where nothing else is said
     */
    CommandSpec addRangeTo(CommandSpec command, String usual) {
        last = OptionSpec.builder("--last")
                .paramLabel("LENGTH")
                .type(Duration.class)
                .converters(new Length())
                .description("The time up to now (30s, 5m, 1h, 1d). Default: " + usual)
                .build();
        return command.addOption(last).addOption(from).addOption(to).addOption(source);
    }

    Server server() {
        URI chosen = server.getValue();
        try {
            return new Server(
                    chosen != null ? chosen : address(environment.getOrDefault(SERVER, HERE)),
                    environment.get(Server.TOKEN));
        } catch (TypeConversionException e) {
            throw new ParameterException(spec.commandLine(), SERVER + ": " + e.getMessage(), e);
        }
    }

    /** Begins a question with the range and the sources. */
    Question ask(String path, Instant now) {
        Duration length = last.getValue();
        Instant first = from.getValue();
        if (length != null && first != null) {
            throw new ParameterException(spec.commandLine(), "give either --last or --from");
        }
        var question = new Question(path)
                .with("from", length != null ? now.minus(length) : first)
                .with("to", to.<Instant>getValue() != null ? to.getValue() : length != null ? now : null);
        sources().forEach(name -> question.with("source", name));
        return question;
    }

    List<String> sources() {
        return source.getValue();
    }

    /** Null: not given. */
    Duration last() {
        return last.getValue();
    }

    Form form() {
        return form.getValue();
    }

    private static URI address(String text) {
        try {
            var address = URI.create(text.contains("://") ? text : "http://" + text);
            if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new TypeConversionException("'%s' is no address such as http://127.0.0.1:8080".formatted(text));
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'%s' is no time such as 2026-01-31T12:00:00Z".formatted(text));
        }
    }
}
