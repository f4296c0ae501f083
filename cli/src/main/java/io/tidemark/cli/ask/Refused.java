package io.tidemark.cli.ask;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** What a server says it will not answer, from its problem details (RFC 9457). */
final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Who was asked.
     *
     * @param withToken whether a token was sent
     */
    record Asked(String address, boolean withToken) {}

    private final int status;

    private Refused(int status, String message) {
        super(message);
        this.status = status;
    }

    /**
     * @param problem    the details; empty where the server sent none
     * @param parameters as they were asked, to point at the place
     * @param server     what was asked, and whether with a token
     */
    static Refused of(int status, JsonNode problem, Question parameters, Asked server) {
        if (status == 401) {
            return new Refused(status, unknown(server));
        }
        if (status == 403 && !problem.has("detail")) {
            return new Refused(
                    status,
                    "%s knows who asks, but they have no role there (status 403): ask who runs it for the role viewer"
                            .formatted(server.address));
        }
        var detail = problem.path("detail").asText(problem.path("title").asText("status " + status));
        return new Refused(
                status,
                detail
                        + place(
                                problem,
                                parameters.value(problem.path("parameter").asText(""))));
    }

    private static String unknown(Asked server) {
        return server.withToken
                ? "%s does not take the token in %s (status 401): it has expired, or is for another service; get a new one"
                        .formatted(server.address, Server.TOKEN)
                : "%s wants to know who asks (status 401): set %s to a token that it takes"
                        .formatted(server.address, Server.TOKEN);
    }

    /** The wrong line, and under it the place. */
    private static String place(JsonNode problem, String text) {
        int line = problem.path("line").asInt(0);
        int column = problem.path("column").asInt(0);
        var lines = text.lines().toList();
        if (line < 1 || column < 1 || line > lines.size()) {
            return "";
        }
        return "\n  %s\n  %s^".formatted(lines.get(line - 1), " ".repeat(column - 1));
    }

    /** The asker's fault, not the server's. */
    boolean isWronglyAsked() {
        return status >= 400 && status < 500 && status != 401 && status != 403 && !isTooOften();
    }

    /** Not for who asks. */
    boolean isForbidden() {
        return status == 403;
    }

    /** The same may be asked again a little later. */
    boolean isTooOften() {
        return status == 429;
    }
}
