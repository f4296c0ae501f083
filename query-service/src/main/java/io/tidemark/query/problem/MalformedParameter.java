package io.tidemark.query.problem;

import io.smallrye.graphql.api.ErrorCode;
import io.tidemark.query.text.Text;
import java.util.Locale;

/** A parameter that cannot be read or is out of its range: 400, naming it, and where in it and what would be right. */
@ErrorCode("malformed-parameter")
public final class MalformedParameter extends Failure {
    private static final long serialVersionUID = 1L;

    private final String parameter;
    private final Integer line;
    private final Integer column;
    private final transient Text hint;

    /**
     * @param parameter its name as the client wrote it
     * @param reason    what is wrong and what would be right, for a person
     */
    public MalformedParameter(String parameter, Text reason) {
        this(parameter, reason, null);
    }

    /** @param hint what would be right; null: nothing to say */
    public MalformedParameter(String parameter, Text reason, Text hint) {
        this(with(Text.of("%s: %s", parameter, reason), hint), parameter, null, null, hint, Locale.ENGLISH);
    }

    /**
     * @param line   of the parameter's text, from 1
     * @param column in characters, from 1
     * @param hint   what would be right; null: nothing to say
     */
    public MalformedParameter(String parameter, Text reason, int line, int column, Text hint) {
        this(
                with(Text.of("%s: line %d, column %d: %s", parameter, line, column, reason), hint),
                parameter,
                line,
                column,
                hint,
                Locale.ENGLISH);
    }

    private MalformedParameter(
            Text detail, String parameter, Integer line, Integer column, Text hint, Locale language) {
        super(detail, language);
        this.parameter = parameter;
        this.line = line;
        this.column = column;
        this.hint = hint;
    }

    private static Text with(Text reason, Text hint) {
        return hint == null ? reason : Text.of("%s (%s)", reason, hint);
    }

    @Override
    public MalformedParameter in(Locale language) {
        return new MalformedParameter(detail(), parameter, line, column, hint, language);
    }

    @Override
    public Problem problem(Locale language) {
        return new Problem(
                "urn:tidemark:problem:malformed-parameter",
                Text.of("A parameter cannot be read").in(language),
                400,
                detail().in(language),
                parameter,
                line,
                column,
                hint == null ? null : hint.in(language));
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
    public Text hint() {
        return hint;
    }
}
