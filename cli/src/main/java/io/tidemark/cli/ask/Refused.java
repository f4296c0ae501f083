package io.tidemark.cli.ask;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** What a server says it will not answer, from its problem details (RFC 9457). */
final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private Refused(int status, String message) {
        super(message);
        this.status = status;
    }

    /**
     * @param problem    the details; empty where the server sent none
     * @param parameters as they were asked, to point at the place
     */
    static Refused of(int status, JsonNode problem, Question parameters, String server) {
        if (status == 401 || status == 403) {
            return new Refused(
                    status,
                    "%s wants to know who asks (status %d): set %s to a token that it takes"
                            .formatted(server, status, Server.TOKEN));
        }
        var detail = problem.path("detail").asText(problem.path("title").asText("status " + status));
        return new Refused(
                status,
                detail
                        + place(
                                problem,
                                parameters.value(problem.path("parameter").asText(""))));
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
        return status >= 400 && status < 500 && status != 401 && status != 403;
    }
}
