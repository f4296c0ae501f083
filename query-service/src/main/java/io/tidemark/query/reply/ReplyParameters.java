package io.tidemark.query.reply;

import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.text.Text;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** In what form an answer is wanted, and which the client has already. */
public class ReplyParameters {
    @QueryParam("format")
    @Parameter(
            description = "csv, as the header Accept: text/csv does, or json",
            schema = @Schema(enumeration = {"json", "csv"}))
    public String format;

    @Context
    HttpHeaders headers;

    @Context
    UriInfo uri;

    boolean csv() {
        if (format == null || format.isEmpty()) {
            return headers.getAcceptableMediaTypes().stream()
                    .filter(type -> type.isCompatible(Reply.CSV) || type.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                    .findFirst()
                    .map(type -> !type.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                    .orElse(false);
        }
        return switch (format) {
            case "csv" -> true;
            case "json" -> false;
            default -> throw new MalformedParameter("format", Text.of("\"%s\" is none of %s", format, "json, csv"));
        };
    }

    /** Whether the client has what this tag is of (RFC 9110, section 13.1.2). */
    boolean has(String tag) {
        var known = headers.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        return known != null && (known.trim().equals("*") || known.contains(tag));
    }

    /** This question with another cursor. */
    String next(String cursor) {
        return uri.getRequestUriBuilder()
                .replaceQueryParam("cursor", cursor)
                .build()
                .toString();
    }
}
