package io.tidemark.query.problem;

import io.smallrye.graphql.api.ErrorCode;

/** A parameter that cannot be read or is out of its range: 400, naming it, and where in it and what would be right. */
@ErrorCode("malformed-parameter")
public final class MalformedParameter extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String parameter;
    private final Integer line;
    private final Integer column;
    private final String hint;

    /**
     * @param parameter its name as the client wrote it
     * @param reason    what is wrong and what would be right, for a person
     */
    public MalformedParameter(String parameter, String reason) {
        this(parameter, reason, null);
    }

    /** @param hint what would be right; null: nothing to say */
    public MalformedParameter(String parameter, String reason, String hint) {
        super("%s: %s".formatted(parameter, reason) + (hint == null ? "" : " (%s)".formatted(hint)));
        this.parameter = parameter;
        this.line = null;
        this.column = null;
        this.hint = hint;
    }

    /**
     * @param line   of the parameter's text, from 1
     * @param column in characters, from 1
     * @param hint   what would be right; null: nothing to say
     */
    public MalformedParameter(String parameter, String reason, int line, int column, String hint) {
        super("%s: line %d, column %d: %s".formatted(parameter, line, column, reason)
                + (hint == null ? "" : " (%s)".formatted(hint)));
        this.parameter = parameter;
        this.line = line;
        this.column = column;
        this.hint = hint;
    }

    public String parameter() {
        return parameter;
    }

    /** Null where there is no place to point at. */
    public Integer line() {
        return line;
    }

    /** Null where there is no place to point at. */
    public Integer column() {
        return column;
    }

    /** Null where there is nothing to say. */
    public String hint() {
        return hint;
    }
}
