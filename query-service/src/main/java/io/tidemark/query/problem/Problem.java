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
 * @param line      the line of it, from 1, or null
 * @param column    the character of that line, from 1, or null
 * @param hint      what would be right, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String parameter,
        Integer line,
        Integer column,
        String hint) {
    /** Of no parameter. */
    public Problem(String type, String title, int status, String detail) {
        this(type, title, status, detail, null, null, null, null);
    }

    /** The media type of problem details. */
    public static final String MEDIA_TYPE = "application/problem+json";
}
