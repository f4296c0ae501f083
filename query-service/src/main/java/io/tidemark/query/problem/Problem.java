package io.tidemark.query.problem;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Problem details (RFC 9457).
 *
 * @param type      what kind of problem, a URN, or about:blank where the status says it all
 * @param title     the kind for a person, always the same for a type
 * @param status    the HTTP status
 * @param detail    this occurrence for a person
 * @param parameter the parameter that is wrong, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail, String parameter) {
    /** The media type of problem details. */
    public static final String MEDIA_TYPE = "application/problem+json";
}
