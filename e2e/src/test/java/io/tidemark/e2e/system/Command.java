package io.tidemark.e2e.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A tidemark command that has ended.
 *
 * @param status its exit status
 * @param out    what it printed
 * @param err    what it said beside that
 */
public record Command(int status, String out, String err) {
    /** Runs one that asks a server, to its end. */
    public static Command ask(URI server, String... arguments) throws IOException, InterruptedException {
        return ask(server, Map.of(), arguments);
    }

    /** The same with more variables in its environment. */
    public static Command ask(URI server, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var process = start(server, environment, arguments);
        process.getOutputStream().close();
        var err = new StringBuilder();
        var errors = Thread.ofVirtual().start(() -> {
            try {
                err.append(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                err.append(e);
            }
        });
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        errors.join();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new AssertionError("tidemark %s does not end".formatted(List.of(arguments)));
        }
        return new Command(process.exitValue(), out, err.toString());
    }

    /** Starts one that asks a server, and goes on. */
    public static Process start(URI server, String... arguments) throws IOException {
        return start(server, Map.of(), arguments);
    }

    private static Process start(URI server, Map<String, String> environment, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-Dtidemark.home=" + House.root(),
                "-cp",
                House.root().resolve("cli/target/lib") + "/*",
                "io.tidemark.cli.Tidemark"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--server", server.toString()));
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Its lines, each a JSON object. */
    public List<JsonNode> objects() throws IOException {
        var objects = new ArrayList<JsonNode>();
        for (var line : out.lines().toList()) {
            objects.add(Answers.parse(line));
        }
        return objects;
    }
}
