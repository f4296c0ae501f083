package io.tidemark.query.range;

import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.text.Text;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameters that every answer over a range has. They are read as text, so that what is wrong can be named. */
public class RangeParameters {
    @QueryParam("from")
    @Parameter(
            description = "First instant, ISO-8601; absent: an hour before to, or the first window of the sources",
            schema =
                    @Schema(
                            type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING,
                            format = "date-time"))
    public String from;

    @QueryParam("to")
    @Parameter(
            description = "First instant after it, ISO-8601; absent: now, or the end of the last window of the sources",
            schema =
                    @Schema(
                            type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING,
                            format = "date-time"))
    public String to;

    @QueryParam("source")
    @Parameter(description = "Window group: live, or a file's node name. May repeat; absent: all")
    public List<String> source;

    /** The parameters, read. */
    public Asked read() {
        return new Asked(instant("from", from), instant("to", to), source == null ? List.of() : source);
    }

    private static Instant instant(String parameter, String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            // a '+' that was not escaped arrives as a space
            return OffsetDateTime.parse(text.trim().replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw new MalformedParameter(
                    parameter, Text.of("\"%s\" is no ISO-8601 instant such as 2026-01-31T12:00:00Z", text));
        }
    }
}
